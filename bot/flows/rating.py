"""Rating (服务评价): the six grades after a visit; a grade closes the ticket (mission 2)."""

from datetime import timedelta

from bot.domain.rating import REASONS, Grade, grade_of
from bot.domain.tickets import Status, Ticket
from bot.flows.base import Flow, Reply, Step, Turn
from bot.storage import tickets
from bot.storage.conversations import Draft
from bot.storage.tasks import TaskKind
from bot.understanding.reading import Intent
from bot.usecases.people import HandOver, hand_over
from bot.usecases.rating import RATING, grades, rate, unrated

NAME, STEP = RATING
ASKED_FOR = timedelta(days=7)
"""Afterwards a digit no longer answers this question."""
_NO_OTHER_MATTER = frozenset({Intent.UNCLEAR, Intent.OFF_TOPIC})


async def begin(turn: Turn) -> Reply:
    """A grade out of the blue is for the visit that was served last."""
    ticket = await unrated(turn.office, turn.contact)
    grade = grade_of(turn.reading.text, None)
    if ticket is None:
        return await _without_visit(turn, grade)
    if grade is None:
        draft: Draft = {"code": ticket.code}
        return Reply((_once_more(turn, ticket.code),), NAME, STEP, draft)
    return await _take(turn, ticket, grade)


async def _hear(turn: Turn) -> Reply | None:
    ticket = await tickets.by_code(turn.office.work, str(turn.draft.get("code")))
    anew = Reply((), draft={"said": turn.reading.masked})
    if ticket is None or ticket.status is not Status.SERVED or _is_long_ago(turn):
        return anew
    if grade := grade_of(turn.reading.text, turn.reading.choice):
        return await _take(turn, ticket, grade)
    if turn.reading.intent is Intent.RATE:
        return Reply((_once_more(turn, ticket.code),), NAME, STEP, turn.draft)
    if turn.reading.intent is Intent.THANKS:
        return Reply((turn.say("talk.thanks"),), NAME, STEP, turn.draft)
    is_else = turn.reading.intent not in _NO_OTHER_MATTER or turn.talk.misses > 0
    return anew if is_else else None


async def _take(turn: Turn, ticket: Ticket, grade: Grade) -> Reply:
    await rate(turn.office, ticket, grade)
    key = "rating.sorry" if grade in REASONS else "rating.thanks"
    return Reply((turn.say(key, grade=grade.value, code=ticket.code),))


async def _without_visit(turn: Turn, grade: Grade | None) -> Reply:
    """No visit to grade: praise is thanked for, a complaint goes to a person."""
    if grade is not None and grade not in REASONS:
        return Reply((turn.say("rating.praise"),))
    over = HandOver(TaskKind.COMPLAINT, turn.reading.masked, "group.complaint")
    await hand_over(turn.office, turn.contact, over)
    return Reply((turn.say("person.complaint", phone=turn.office.config.centre.phone),))


def _is_long_ago(turn: Turn) -> bool:
    asked_at = turn.talk.changed_at
    return asked_at is not None and turn.office.now - asked_at > ASKED_FOR


def _once_more(turn: Turn, code: str) -> str:
    """不满意 alone names no reason: the reasons are asked for."""
    is_displeased = "不" in turn.reading.text or "差" in turn.reading.text
    return turn.say("rating.which", code=code) if is_displeased else _question(turn, code)


def _question(turn: Turn, code: str) -> str:
    return turn.say("rating.ask", code=code, grades=grades())


async def _ask(turn: Turn) -> str:
    return _question(turn, str(turn.draft.get("code")))


FLOW = Flow(
    NAME,
    frozenset({Intent.RATE}),
    begin,
    {STEP: Step(_hear, _ask, lambda _: True)},
    patient=True,
)
