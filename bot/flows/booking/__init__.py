"""Booking: what, when, for whom; a summary; a ticket. Only what is missing is asked."""

from msgspec.structs import replace

from bot.domain.tickets import TicketKind
from bot.flows.base import Flow, Reply, Step, Turn
from bot.flows.booking.asking import ask_again, go_on, wake
from bot.flows.booking.before import day_of_last, hears, next_person, same_day, same_time, several
from bot.flows.booking.choosing import hear_service
from bot.flows.booking.closing import give_back, hear_change, hear_later, hear_summary
from bot.flows.booking.ending import NAME
from bot.flows.booking.hearing import absorb, go_back
from bot.flows.booking.particulars import (
    hear_address,
    hear_name,
    hear_phone,
    keeps_name,
    tells_phone,
    wants_phone,
)
from bot.flows.booking.timing import (
    EARLIEST,
    LATEST,
    asks_which,
    first_of_all,
    hear_time,
    of_that_day,
)
from bot.flows.booking.twice import ask_twice, hear_twice, wants_twice
from bot.flows.parts.about import DAY, goes_on, perhaps
from bot.flows.parts.agreeing import agrees
from bot.flows.parts.kept_times import wish_for
from bot.flows.parts.line import says_line
from bot.flows.parts.people import known_people, text_of
from bot.storage.conversations import Conversation, Draft
from bot.understanding.reading import Intent


async def begin(turn: Turn) -> Reply:
    """Take whatever the first sentence says and ask for the rest."""
    draft = await _first_draft(turn)
    said = ""
    if turn.reading.masked.startswith(turn.say("booking.another")):  # the next of several people
        named = {"name": draft["name"]} if turn.reading.beneficiary and draft.get("name") else {}
        draft |= await next_person(turn) | named
        draft["wish"] = draft.get("wish") or await day_of_last(turn)
        said = turn.say("booking.next_one")
    draft |= await same_day(turn) or await same_time(turn, draft)
    if turn.reading.intent is Intent.HOME_SERVICE:
        draft["kind"] = TicketKind.HOME.value
    elif turn.reading.urgent and turn.reading.time is None:
        draft["urgent"] = True
    draft = await known_people(turn, draft)
    reply = await _earliest(turn, draft) or await go_on(turn, draft, said)
    is_bad = turn.reading.phone_invalid and turn.reading.phone is None
    reply = reply if said else several(turn, reply.draft, reply)
    reply = reply if said else _named(turn, reply)
    return reply.after(turn.say("booking.bad_phone_noted")) if is_bad else reply


def _named(turn: Turn, reply: Reply) -> Reply:
    """扣了十二分，下周二来学: the matter that was understood is said, unless it was named so; of
    several matters, which one comes first."""
    service, later = turn.office.service(text_of(reply.draft, "service")), reply.draft.get("later")
    if service is not None and isinstance(later, list) and later:
        first = turn.say("booking.one_by_one", service=service.name, next=later[0])
        return reply.after(first)
    if service is None or any(service.name in text for text in reply.texts):
        return reply
    is_said = any(name in turn.reading.text for name in (service.name, *service.aliases))
    return reply if is_said else reply.after(turn.say("booking.is_about", service=service.name))


async def _earliest(turn: Turn, draft: Draft) -> Reply | None:
    """这周六或者周日，最早的: the first place of these days at once."""
    said = turn.reading.text
    if turn.reading.time is None:
        return await first_of_all(turn, draft)
    is_any = turn.reading.any_time
    if not (is_any or EARLIEST.search(said) or LATEST.search(said)):
        return None
    return await of_that_day(replace(turn, talk=Conversation(NAME, "time", draft)))


async def _first_draft(turn: Turn) -> Draft:
    """What the message says, about what was spoken of before where it names no matter itself."""
    reading = turn.reading
    is_pressed = reading.choice is not None and reading.intent is Intent.UNCLEAR
    spoken_of = "" if is_pressed else await goes_on(turn)
    day = wish_for(turn.draft.get(DAY)) if spoken_of and reading.time is not None else None
    draft = absorb(turn, {"wish": day} if day else {})
    if spoken_of:
        return draft | {"service": spoken_of, "candidates": [], "guessed": True}
    if draft.get("service") or draft.get("candidates"):
        return draft
    return draft | {"candidates": await perhaps(turn)}


def _wants_choice(turn: Turn) -> bool:
    return turn.reading.choice is not None


def _wants_time(turn: Turn) -> bool:
    reading = turn.reading
    is_time = reading.time is not None or reading.choice is not None or reading.any_time
    return is_time or says_line(turn) or asks_which(turn)


def _wants_name(turn: Turn) -> bool:
    return bool(turn.reading.name) or keeps_name(turn)


def _wants_yes(turn: Turn) -> bool:
    return agrees(turn.reading) or turn.reading.no or turn.reading.choice is not None


FLOW = Flow(
    name=NAME,
    intents=frozenset({Intent.BOOK, Intent.HOME_SERVICE}),
    begin=begin,
    steps={
        "service": Step(hear_service, ask_again, _wants_choice),
        "twice": Step(hear_twice, ask_twice, wants_twice),
        "time": Step(hear_time, ask_again, _wants_time),
        "address": Step(hear_address, ask_again, lambda turn: bool(turn.reading.home_address)),
        "name": Step(hear_name, ask_again, _wants_name),
        "phone": Step(hear_phone, ask_again, wants_phone, tells_phone),
        "summary": Step(hear_summary, ask_again, _wants_yes),
        "change": Step(hear_change, ask_again, _wants_choice),
        "later": Step(hear_later, ask_again, _wants_yes),
    },
    back=go_back,
    leave=give_back,
    wake=wake,
    hears=hears,
)
