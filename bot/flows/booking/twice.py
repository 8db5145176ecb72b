"""The answer to 您已经约过这件事: another one, that one moved, or nothing."""

from bot.flows.base import Reply, Turn
from bot.flows.booking.asking import asked, go_on
from bot.flows.booking.hearing import absorb
from bot.flows.parts.people import text_of
from bot.flows.parts.tickets import line, mine
from bot.flows.parts.twins import ANOTHER, SEEN, TWIN, WHEN, spell_twin
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent

RESCHEDULING = "rescheduling"
_SECOND = Cue("再|另|新的|多|两个|都要|第二次")
_MOVE = Cue("改|换|挪|调|推|那个|原来")
_ENOUGH = Cue("不用|不约|不办|不要|忘|知道|晓得|够了|记起来|想起来")
_PEOPLE = ("for", "name", "service", "kind")


async def hear_twice(turn: Turn) -> Reply | None:
    """1, 2, 3, or the words; whoever it is for may still be told."""
    twin = next((each for each in await mine(turn) if each.code == turn.draft.get(TWIN)), None)
    if twin is None:
        return await go_on(turn, turn.draft)
    reading, said = turn.reading, turn.reading.text
    draft = absorb(turn, turn.draft)
    if any(draft.get(key) != turn.draft.get(key) for key in _PEOPLE):
        return await go_on(turn, draft)
    if reading.choice == 1 or (not reading.choice and _SECOND.search(said)):
        return await go_on(turn, draft | {SEEN: ANOTHER})
    if reading.intent is Intent.CANCEL:
        return None
    if reading.choice == 3 or reading.no or _ENOUGH.search(said):
        return Reply((turn.say("rescheduling.kept", ticket=line(turn, twin)),))
    if reading.choice == 2 or reading.intent is Intent.RESCHEDULE or _MOVE.search(said):
        words = reading.masked if reading.time else text_of(draft, WHEN)
        return Reply((), RESCHEDULING, "", {"code": twin.code, "said": words})
    if draft == turn.draft and not reading.yes:
        return None
    return asked(turn, "twice", draft, spell_twin(turn, twin))


async def ask_twice(turn: Turn) -> str:
    """The question again; "" when that appointment is settled."""
    twin = next((each for each in await mine(turn) if each.code == turn.draft.get(TWIN)), None)
    return spell_twin(turn, twin) if twin else ""


def wants_twice(turn: Turn) -> bool:
    """Whether this is one of the three answers."""
    return turn.reading.choice is not None or turn.reading.no
