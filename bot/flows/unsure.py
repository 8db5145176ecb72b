"""Two things it may have meant: a short menu, never a guess (house.md, understanding)."""

from msgspec.structs import replace

from bot.flows.base import Flow, Reply, Step, Turn
from bot.flows.parts.tickets import mine
from bot.storage.conversations import Conversation, Draft
from bot.understanding.cue import Cue
from bot.understanding.reading import FaqOutcome, Intent
from bot.usecases.office import numbered

NAME, ENQUIRY = "unsure", "enquiry"
_CANNOT_COME = Cue(
    "(?:来|去|到|赶)(?:不了|不成|不到|不起|不赢)|(?:没|不)得?空|走不开|没(?:得|有)?(?:时间|空)"
)
_GIVES_UP = Cue("(?:来|去|到)(?:不了|不成|不到)了")
_SAYS_WHICH = Cue("取消|退|撤|销|作废|不[要办约用]|改|换|推|挪|延|提前|另|重新|再约|cancel")
_SAID_IN_WORDS = (
    ("cancelling", Cue("取消|退掉|退了|撤|销|作废|不(?:要|办|约|来|去)了")),
    ("rescheduling", Cue("改|换|推|挪|延|提前|另外|重新|再约")),
)
_MOVE_OR_CANCEL = ["rescheduling", "cancelling"]


async def begin(turn: Turn) -> Reply:
    """Ask which; the engine put the names of the flows into the draft."""
    return Reply((await _ask(turn),), NAME, "choose", turn.draft)


async def _hears(turn: Turn) -> Reply | None:
    """我那天有事来不了了, from who has an appointment: another time, or not at all?"""
    reading = turn.reading
    if turn.talk.flow == NAME and turn.draft.get("flows") == _MOVE_OR_CANCEL:
        return _which(turn)
    if turn.talk.flow not in ("", ENQUIRY) or not _CANNOT_COME.search(reading.text):
        return None
    is_plain = reading.intent in (Intent.UNCLEAR, Intent.FAQ, Intent.OFF_TOPIC)
    if reading.intent in (Intent.CANCEL, Intent.RESCHEDULE):  # which of them is never guessed
        is_plain = not _SAYS_WHICH.search(reading.text)
    if reading.intent is Intent.BOOK and reading.time is None:  # 娃娃病了，我来不了了
        is_plain = _GIVES_UP.search(reading.text) is not None
    is_known = reading.service is not None or reading.faq.outcome is FaqOutcome.ANSWER
    if not is_plain or is_known or not await mine(turn):
        return None
    code = {"code": reading.ticket_code} if reading.ticket_code else {}
    talk = Conversation(draft={**turn.draft, **code, "flows": _MOVE_OR_CANCEL})
    return await begin(replace(turn, talk=talk))


def _which(turn: Turn) -> Reply | None:
    """算了，取消 or 那改到周五: said in words instead of by its number."""
    said = {"said": turn.reading.masked, **_code_of(turn)}
    found = {flow for flow, cue in _SAID_IN_WORDS if cue.search(turn.reading.text)}
    return Reply((), found.pop(), "", said) if len(found) == 1 else None


def _code_of(turn: Turn) -> Draft:
    """The appointment that was named when it was asked: A101 我来不了."""
    code = turn.draft.get("code")
    return {"code": code} if isinstance(code, str) else {}


async def _hear(turn: Turn) -> Reply | None:
    flows, choice = turn.draft.get("flows"), turn.reading.choice
    if isinstance(flows, list) and choice and choice <= len(flows):
        return Reply((), flows[choice - 1], "", _code_of(turn))
    return None


async def _ask(turn: Turn) -> str:
    flows = turn.draft.get("flows")
    names = flows if isinstance(flows, list) else []
    return turn.say("unsure.ask", choices=numbered(turn.say(f"menu.{name}") for name in names))


FLOW = Flow(
    NAME,
    frozenset(),
    begin,
    {"choose": Step(_hear, _ask, lambda turn: turn.reading.choice is not None)},
    hears=_hears,
    words=(_CANNOT_COME, *(cue for _, cue in _SAID_IN_WORDS)),
)
