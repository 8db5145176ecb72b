"""A person: hand-overs, complaints, wishes, danger and petitions; staff are called at once."""

from bot.flows.base import Flow, Reply, Turn
from bot.storage.tasks import TaskKind
from bot.understanding.reading import Intent, Signal
from bot.usecases.people import HandOver, hand_over

NAME = "person"


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
    await hand_over(turn.office, turn.contact, HandOver(kind, turn.reading.masked, group_key))
    return Reply((turn.say(key, **_values(turn)),))


def _is_open(turn: Turn) -> bool:
    return turn.office.snapshot.calendar.is_open(turn.office.now)


def _values(turn: Turn) -> dict[str, str]:
    centre = turn.office.config.centre
    opening = turn.office.snapshot.calendar.next_opening(turn.office.now)
    return {
        "phone": centre.phone,
        "numbers": "、".join(f"{one.name} {one.number}" for one in centre.emergency),
        "opening": f"{opening:%m-%d %H:%M}",
    }


FLOW = Flow(NAME, frozenset({Intent.HUMAN, Intent.COMPLAIN_OR_SUGGEST, Intent.RATE}), begin)
