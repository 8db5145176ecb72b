"""Enquiry: answers word for word from the FAQ, or from the service's own entry; never a guess."""

from msgspec.structs import replace

from bot.domain.services import FaqEntry, Service
from bot.flows.base import Flow, Reply, Step, Turn
from bot.flows.parts.about import ABOUT, PERHAPS, afresh_about, is_bare, matter_of
from bot.flows.parts.between import foreign
from bot.flows.parts.opening import (
    ANOTHER_DAY,
    OPENING,
    asks_for_time,
    hears_another_day,
    hours_of_day,
    wants_time,
)
from bot.flows.parts.people import text_of
from bot.storage.conversations import Conversation, Draft
from bot.understanding import read
from bot.understanding.cue import Cue
from bot.understanding.reading import FaqOutcome, Intent
from bot.usecases.office import numbered
from bot.usecases.people import keep_choice, keep_question
from bot.usecases.wording import examples

NAME, BOOKING = "enquiry", "booking"
_INSIDE = Cue("[几哪].{0,2}(?:楼|层|窗口|柜台)")  # which window, not which street
_SENTENCES = Cue("[?？。！!;；\n]+")
SUGGESTIONS, MOST_CANDIDATES, MOST_SENTENCES = 3, 4, 3


async def begin(turn: Turn) -> Reply:
    """Greetings, thanks; what we do not do; the answer; three suggestions; or "I do not know"."""
    reading = turn.reading
    if reading.intent in (Intent.GREETING, Intent.THANKS):
        return _polite(turn)
    if reading.not_offered is not None:
        return Reply((reading.not_offered,))
    if wants_time(turn):
        return Reply((), BOOKING, "", {**afresh_about(turn.draft), "said": reading.masked})
    known, opening = await _known(turn), hours_of_day(turn)
    if known is not None or opening:
        reply = known or Reply((), draft=_about(turn))
        told = {**reply.draft, OPENING: True} if opening else reply.draft
        return replace(reply.after(opening), draft=told)
    if reading.service and reading.topic == "booking_rules":  # 她的认证怎么约: let us begin
        return Reply((), BOOKING, "", {"said": reading.masked})
    if asks_for_time(turn):  # 晚上能办吗: that time, or why not and others
        return Reply((), BOOKING, "", {**afresh_about(turn.draft), "said": reading.masked})
    await keep_question(turn.office, turn.contact, reading.nameless, reading.faq.outcome.value)
    entries = await _likely(turn)
    if reading.faq.outcome is FaqOutcome.SUGGEST and entries:
        return _suggest(turn, entries[:SUGGESTIONS])
    return Reply((_unknown(turn),), draft=_about(turn))


async def _likely(turn: Turn) -> list[FaqEntry]:
    """The ranked answers; to 这个要钱不, of a matter that is known, none of another matter."""
    found = [entry for key in turn.reading.faq.ranked if (entry := entry_of(turn, key))]
    matter = await matter_of(turn) if is_bare(turn.reading) else None
    return [entry for entry in found if not matter or entry.service in (None, "", matter.name)]


def _unknown(turn: Turn) -> str:
    """That we do not know; of a service that was named, that it can be booked."""
    unknown = turn.say("enquiry.unknown", phone=turn.office.config.centre.phone)
    is_open = turn.reading.service is not None and not turn.talk.flow
    hint = turn.say("enquiry.or_book", service=turn.reading.service) if is_open else ""
    return foreign(turn) or unknown + hint


def _polite(turn: Turn) -> Reply:
    intent = turn.reading.intent
    if turn.talk.flow:
        return Reply((turn.say(f"talk.{intent.value}_inside"),))
    return _menu(turn) if intent is Intent.GREETING else Reply((turn.say("talk.thanks"),))


async def _known(turn: Turn) -> Reply | None:
    """The stored answer, or what the service's own entry says; None when neither is sure.

    要带什么东西 is answered for the matter that was spoken of, never for some other one.
    """
    reading = turn.reading
    service = turn.office.service(reading.service or text_of(turn.draft, "service"))
    entry = entry_of(turn, reading.faq.entry)
    if is_bare(reading):
        service = await matter_of(turn)
        own = service.name if service else None
        is_other = entry and (entry.service or (service and _INSIDE.search(reading.text)))
        entry = _own_entry(turn, own) or (None if is_other else entry)
    elif reading.faq.outcome is not FaqOutcome.ANSWER:
        entry = None
    elif _is_of_another(turn, entry):  # 多少钱一针, while that of another vaccine is booked
        entry = _own_entry(turn, text_of(turn.draft, "service"))
    about = turn.office.service(entry.service) if entry and entry.service else service
    more = _asked_too(turn, about)
    if entry:
        return Reply((answer_of(turn, entry), *more), draft={**_of_entry(entry), **_about(turn)})
    fact = _fact(turn, service)
    return Reply((fact, *more), draft=_about(turn)) if fact else None


def _is_of_another(turn: Turn, entry: FaqEntry | None) -> bool:
    """Whether an answer is about another matter than the open one, though none was named."""
    matter = text_of(turn.draft, "service")
    is_named = turn.reading.service is not None or bool(turn.reading.services)
    is_other = entry is not None and entry.service not in (None, "", matter)
    return bool(matter) and is_other and not is_named


def _asked_too(turn: Turn, service: Service | None) -> tuple[str, ...]:
    """解押要带啥子？要多久？: what else is asked of the same matter, in sentences of its own."""
    parts = [part for part in _SENTENCES.split(turn.reading.masked) if part.strip()]
    if service is None or len(parts) < 2:
        return ()
    knowledge, now = turn.office.snapshot.knowledge, turn.office.now
    told, asked = [], {turn.reading.topic}
    for reading in (read(part, now, knowledge) for part in parts[:MOST_SENTENCES]):
        if reading.topic not in asked and (is_bare(reading) or reading.service == service.name):
            asked.add(reading.topic)
            there = replace(turn, reading=reading)
            entry = _own_entry(there, service.name)
            told.append(answer_of(turn, entry) if entry else _fact(there, service))
    return tuple(filter(None, told))


def _own_entry(turn: Turn, service: str | None) -> FaqEntry | None:
    """What was asked is answered for this service, and not out of date."""
    for entry in turn.office.config.faq if service and turn.reading.topic else ():
        is_valid = entry.valid_until is None or entry.valid_until >= turn.office.now.date()
        if entry.service == service and entry.aspect == turn.reading.topic and is_valid:
            return entry
    return None


def _about(turn: Turn) -> Draft:
    """What was spoken of; where nothing was sure, what it may have been."""
    if turn.reading.service:
        return {ABOUT: turn.reading.service}
    is_open = turn.reading.services and not turn.draft.get(ABOUT)
    return {PERHAPS: list(turn.reading.services[:MOST_CANDIDATES])} if is_open else {}


def entry_of(turn: Turn, key: str | None) -> FaqEntry | None:
    """The FAQ entry with this id."""
    return next((entry for entry in turn.office.config.faq if entry.id == key), None)


def answer_of(turn: Turn, entry: FaqEntry) -> str:
    """The stored answer, word for word, with its source and validity (mission 3.16)."""
    until = f"{entry.valid_until:%Y-%m-%d}" if entry.valid_until else ""
    if entry.source and until:
        return turn.say(
            "enquiry.answer_until", answer=entry.answer, source=entry.source, until=until
        )
    if entry.source:
        return turn.say("enquiry.answer", answer=entry.answer, source=entry.source)
    return entry.answer


def _fact(turn: Turn, service: Service | None) -> str | None:
    """What services.yaml itself says about the aspect that was asked for."""
    if service is None or turn.reading.topic is None:
        return None
    value = _facts(turn, service).get(turn.reading.topic)
    if not value:
        return None
    return turn.say(f"enquiry.fact.{turn.reading.topic}", service=service.name, value=value)


def _facts(turn: Turn, service: Service) -> dict[str, str]:
    return {
        "materials": "、".join(service.materials),
        "how_to": "、".join(service.materials),
        "fee": service.fee,
        "processing_time": service.time_limit,
        "address": turn.office.window_of(service),
    }


def _suggest(turn: Turn, entries: list[FaqEntry]) -> Reply:
    choices = numbered(entry.question for entry in entries)
    is_likely = entries[0].service in turn.reading.services and not turn.draft.get(ABOUT)
    likely = _of_entry(entries[0]) if is_likely else {}
    draft: Draft = {**likely, **_about(turn), "entries": [entry.id for entry in entries]}
    return Reply((turn.say("enquiry.suggest", choices=choices),), NAME, "suggest", draft)


def _of_entry(entry: FaqEntry) -> Draft:
    return {ABOUT: entry.service} if entry.service else {}


async def _hear_suggest(turn: Turn) -> Reply | None:
    entries, choice = turn.draft.get("entries"), turn.reading.choice
    if isinstance(entries, list) and choice and choice <= len(entries):
        return await _chosen(turn, str(entries[choice - 1]))
    if turn.reading.intent is Intent.THANKS:
        return Reply((turn.say("talk.thanks"),))
    if turn.reading.no:
        return Reply((turn.say("enquiry.unknown", phone=turn.office.config.centre.phone),))
    if (
        turn.reading.intent is Intent.FAQ or turn.reading.topic
    ):  # another question: the list has lost its use
        return await begin(replace(turn, talk=Conversation(draft=afresh_about(turn.draft))))
    if turn.reading.time is not None:  # 明早九点半: they want to come
        return Reply((), BOOKING, "", {**afresh_about(turn.draft), "said": turn.reading.masked})
    return None


async def _chosen(turn: Turn, key: str) -> Reply | None:
    entry = entry_of(turn, key)
    if entry is None:
        return None
    await keep_choice(turn.office, turn.contact, key)
    return Reply((answer_of(turn, entry),), draft=_of_entry(entry))


async def _ask_suggest(turn: Turn) -> str:
    """Once more at most: who does not choose from it has something else in mind."""
    if turn.talk.misses:
        return ""
    entries = turn.draft.get("entries")
    known = [entry_of(turn, str(key)) for key in entries] if isinstance(entries, list) else []
    return turn.say("enquiry.suggest", choices=numbered(entry.question for entry in known if entry))


def _menu(turn: Turn) -> Reply:
    shown = examples(turn.office.snapshot)
    return Reply((turn.say("talk.hello", centre=turn.office.config.centre.name, **shown),))


FLOW = Flow(
    NAME,
    frozenset({Intent.FAQ, Intent.GREETING, Intent.THANKS, Intent.OFF_TOPIC, Intent.ABUSIVE}),
    begin,
    {"suggest": Step(_hear_suggest, _ask_suggest, lambda turn: turn.reading.choice is not None)},
    hears=hears_another_day,
    words=(ANOTHER_DAY,),
)
