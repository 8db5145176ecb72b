"""Between two questions: what of a talk is kept, and what a message without an answer may be."""

from collections.abc import Mapping

from bot.flows.base import Flow, Reply, Turn
from bot.flows.parts.about import ABOUT, PERHAPS
from bot.flows.parts.people import REST, TOLD, told_beside
from bot.flows.parts.tickets import PROVEN
from bot.storage.conversations import UNDER, Conversation, Draft, fold
from bot.understanding import read
from bot.understanding.cue import Cue
from bot.understanding.reading import FaqOutcome, Intent, Reading
from bot.usecases.office import numbered
from bot.usecases.wording import examples

MENU = ("booking", "mine", "enquiry_hint", "rescheduling", "cancelling")
LIKELY = 0.3
BOOKING, ENQUIRY, MOST_QUESTIONS = "booking", "enquiry", 5
SCOLDED, STOPPED = "scolded", "stopped"
FACTS = frozenset({"materials", "fee", "processing_time", "address"})
"""Topics that the service's own entry answers."""
LONGEST_GO_ON = 14
_LASTING = (PROVEN, SCOLDED, ABOUT, PERHAPS)
_NOTHING_BOOKED = frozenset({"", ENQUIRY})
_GO_ON = Cue("接着|继续|还是(?:要|办|约)|(?:点|按|打|说|搞)错|不是这个意思|没说(?:算|取)")
_FOREIGN = Cue(r"\s*[A-Za-z']+(?:[\s,.!?;:'-]+[A-Za-z0-9']+){2,}[\s,.!?;:'-]*")
_CALLS_STAFF, LEAST = (Intent.COMPLAIN_OR_SUGGEST, Intent.RATE), 0.5
_POLITE = (Intent.GREETING, Intent.THANKS)


def asks_us(reading: Reading) -> bool:
    """Whether this is a question to us."""
    return reading.intent is Intent.FAQ or reading.not_offered is not None


def is_known(reading: Reading) -> bool:
    """Whether there is one sure answer; else the message may still answer the open question."""
    is_sure = reading.faq.outcome is FaqOutcome.ANSWER or reading.topic in FACTS
    return is_sure or reading.not_offered is not None


def is_doubtful(reading: Reading) -> bool:
    """电话 1395 in a talk is hardly a complaint: what calls staff must be surer there."""
    return reading.intent in _CALLS_STAFF and reading.intent_scores[reading.intent] < LEAST


def can_answer(reading: Reading) -> bool:
    """Whether a question in the middle has an answer that is worth the interruption."""
    known = reading.faq.outcome is FaqOutcome.ANSWER or reading.topic is not None
    return known or reading.not_offered is not None or reading.intent in _POLITE


def options(starts: Mapping[Intent, Flow], reading: Reading) -> list[str]:
    """The flows it may have meant when it is unsure: a menu, never a guess."""
    likely = [intent for intent, score in reading.intent_scores.items() if score >= LIKELY]
    meant = (starts[Intent(intent)].name for intent in likely if Intent(intent) in starts)
    return [name for name in dict.fromkeys(meant) if name in MENU]


def menu(turn: Turn) -> str:
    """What we can do, numbered."""
    return turn.say("menu.title") + "\n" + numbered(turn.say(f"menu.{name}") for name in MENU)


def what_to_ask(turn: Turn) -> Reply:
    """How to put a question, with a service of this centre; the general ones also by number."""
    today = turn.office.today
    general = [
        entry
        for entry in turn.office.config.faq
        if not entry.service and (entry.valid_until is None or entry.valid_until >= today)
    ][:MOST_QUESTIONS]
    choices = numbered(entry.question for entry in general)
    text = turn.say("enquiry.ask", choices=choices, **examples(turn.office.snapshot))
    return Reply((text,), ENQUIRY, "suggest", {"entries": [entry.id for entry in general]})


def foreign(turn: Turn) -> str | None:
    """In English, to who writes it, that we read Chinese only; None for Chinese."""
    is_foreign = _FOREIGN.fullmatch(turn.reading.text) is not None
    return turn.say("talk.foreign", phone=turn.office.config.centre.phone) if is_foreign else None


def not_understood(turn: Turn, question: str) -> str:
    """The first time what to do, after that the way to a person; in English who writes that."""
    if said := foreign(turn):
        return said
    if turn.reading.has_id_number:
        return turn.say("talk.no_id") if question else f"{turn.say('talk.no_id')}\n{menu(turn)}"
    if turn.talk.misses:
        return turn.say("talk.missed_again", phone=turn.office.config.centre.phone)
    return turn.say("talk.missed") if question else f"{turn.say('talk.unclear')}\n{menu(turn)}"


def afresh(turn: Turn) -> Turn:
    """The same message as if nothing had been talked about, but for what lasts."""
    return _at(turn, Conversation(draft=_lasting(turn)))


def _lasting(turn: Turn) -> Draft:
    kept = {key: turn.draft[key] for key in _LASTING if key in turn.draft}
    return {} if kept and turn.is_late else kept


def silent(turn: Turn) -> Reading:
    """As if nothing had been said: starting again uses nothing of the message."""
    return Reading(turn.reading.text, turn.reading.masked)


def reheard(turn: Turn, draft: Draft) -> tuple[Reading | None, Draft]:
    """What was `said` before a question in between, and the draft without it."""
    said = draft.get("said")
    rest = {key: value for key, value in draft.items() if key != "said"}
    if not isinstance(said, str) or not said:
        return None, rest
    return read(said, turn.office.now, turn.office.snapshot.knowledge), rest


def carried(turn: Turn, reply: Reply) -> Reply:
    """What lasts longer than one flow goes on into the next draft."""
    draft = _lasting(turn)
    if {turn.talk.flow, reply.flow} <= _NOTHING_BOOKED:
        known = turn.draft.get(TOLD)
        draft |= {TOLD: known} if known and not turn.is_late else {}
        draft |= told_beside(turn.reading)
    if reply.flow:
        draft |= {key: turn.draft[key] for key in (UNDER, REST) if key in turn.draft}
    return _with(reply, {**draft, **reply.draft})


def laid_over(turn: Turn, reply: Reply) -> Reply:
    """The open question waits below the new matter."""
    return _with(reply, {**reply.draft, UNDER: fold(turn.talk)})


def stopped(turn: Turn) -> Reply:
    """算了: nothing is open; what was is remembered for one message, if it was not meant so."""
    service = turn.draft.get("service")
    about = {ABOUT: service} if turn.talk.flow == BOOKING and service else {}
    return Reply((turn.say("talk.stopped"),), draft={**about, STOPPED: fold(turn.talk)})


def taken_up(turn: Turn) -> Reply | None:
    """不 or 接着 right after 算了 goes on where the talk was stopped."""
    was = turn.draft.get(STOPPED)
    said = turn.reading.text.strip()
    is_meant = turn.reading.no or _GO_ON.search(said) is not None
    if isinstance(was, dict) and was["flow"] == ENQUIRY and turn.reading.intent is Intent.BOOK:
        return None  # a booking is no answer to those suggestions
    if not isinstance(was, dict) or turn.is_late or len(said) > LONGEST_GO_ON or not is_meant:
        return None
    return Reply((), was["flow"], was["step"], was["draft"])


def which_goes_on(turn: Turn, question: str) -> str:
    """Which matter goes on now that another is done; "" when it has none or `question` names it."""
    service = turn.draft.get("service")
    is_named = not isinstance(service, str) or service in question
    return "" if is_named else turn.say("talk.go_on_with", service=service)


def lifted(below: Conversation, reply: Reply | None) -> Reply | None:
    """The talk below has heard the message: it lies open again, over what it covers itself."""
    if reply is None:
        return None
    return _with(reply, {UNDER: below.draft.get(UNDER), **reply.draft})


def wordless(turn: Turn) -> str:
    """What we say to a voice message, a picture, a sticker, a place."""
    address = turn.office.config.centre.address
    return turn.say(f"kind.{turn.message.kind.value}", address=address)


def uncovered(turn: Turn, reply: Reply) -> Conversation | None:
    """The talk below the one that is finished with this reply."""
    below = turn.draft.get(UNDER)
    if reply.flow or not isinstance(below, dict):
        return None
    return Conversation(below["flow"], below["step"], below["draft"])


def _with(reply: Reply, draft: Draft) -> Reply:
    return Reply(reply.texts, reply.flow, reply.step, draft)


def _at(turn: Turn, talk: Conversation) -> Turn:
    return Turn(turn.office, turn.contact, turn.message, turn.reading, talk)
