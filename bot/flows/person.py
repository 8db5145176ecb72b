"""A person: hand-overs, complaints, wishes, danger and petitions; staff are called at once."""

from bot.flows.base import Flow, Reply, Turn
from bot.flows.parts.helped import call_values
from bot.storage.tasks import TaskKind
from bot.understanding.reading import Intent, Signal
from bot.usecases.helping import COMPLAINTS, add_to_call
from bot.usecases.people import HandOver, hand_over, is_called, keep_phone

NAME = "person"
BARE_CALL = 4
_MARKS = {Signal.DANGER: "person.mark_danger", Signal.PETITION: "person.mark_petition"}
"""The list of open tasks must show what kind of call it is."""


async def begin(turn: Turn) -> Reply:
    """Open a task, call the staff group, and say what happens next."""
    signal = turn.reading.signal
    kind = TaskKind.HANDOVER
    key = "person.called" if _is_open(turn) else "person.called_closed"
    group_key = "group.handover"
    if signal is Signal.DANGER:
        key, group_key = "person.danger", "group.danger"
    elif signal is Signal.PETITION:
        key, group_key = "person.petition", "group.petition"
    elif turn.reading.intent is Intent.COMPLAIN_OR_SUGGEST:
        kind, key, group_key = TaskKind.COMPLAINT, "person.complaint", "group.complaint"
    is_plain = kind is TaskKind.HANDOVER and signal is None
    if is_plain and _is_bare(turn) and await is_called(turn.office, turn.contact):
        return Reply((turn.say("person.called_already", **call_values(turn)),))
    await keep_phone(turn.office, turn.contact, turn.reading.phone, turn.reading.own_name)
    if kind is TaskKind.COMPLAINT and await _complained(turn):
        return Reply((turn.say("person.told_more", **call_values(turn)),))
    mark = turn.say(_MARKS[signal]) if signal in _MARKS else ""
    await hand_over(turn.office, turn.contact, HandOver(kind, _matter(turn), group_key, mark))
    return Reply((turn.say(key, **call_values(turn)),))


async def _complained(turn: Turn) -> bool:
    """Whether this adds to a complaint that staff still look after."""
    return await add_to_call(turn.office, turn.contact, turn.reading.masked.strip(), COMPLAINTS)


def _matter(turn: Turn) -> str:
    """What staff see of it: the words, or where the talk stood when they were only 0 or 人工."""
    said = turn.reading.masked.strip()  # with the phone to call: only the taker sees it whole
    service = turn.draft.get("service")
    if _is_bare(turn) and turn.reading.signal is None:  # 不想活了 is short and says everything
        said = turn.say("person.about", service=service) if service else ""
    return said


def _is_bare(turn: Turn) -> bool:
    return len(turn.reading.masked.strip()) <= BARE_CALL


def _is_open(turn: Turn) -> bool:
    return turn.office.snapshot.calendar.is_open(turn.office.now)


FLOW = Flow(NAME, frozenset({Intent.HUMAN, Intent.COMPLAIN_OR_SUGGEST}), begin)
