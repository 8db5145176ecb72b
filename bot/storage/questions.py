"""Questions that found no answer, and the lessons that staff gave because of them."""

from datetime import datetime

from msgspec import Struct

from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork, from_ms, to_ms

_SQL = statements("questions")
LEARNED, REFUSED, FORGOTTEN = "learned", "refused", "forgotten"
"""How a lesson may end."""
SUGGESTED = "suggest"
"""The outcome of a question to which some answers were shown."""


class Unanswered(Struct, frozen=True):
    """A question the bot could not answer; `text` names nobody, `outcome` suggest, refuse, unclear
    or, since it was taught, learned; `guess` the id that the resident chose of the suggested ones.
    """

    contact_id: int
    channel: str
    text: str
    outcome: str
    guess: str = ""


class Kept(Struct, frozen=True):
    """A stored question: its number and when it was asked."""

    number: int
    at: datetime
    question: Unanswered


class Lesson(Struct, frozen=True):
    """`wording` is to mean `target`: the id of an answer, the name of a service, or "" = nothing,
    as before it was taught."""

    wording: str
    target: str
    is_service: bool
    taught_by: str
    id: int = 0


async def add(work: UnitOfWork, question: Unanswered, now: datetime) -> None:
    """Keep a question that found no answer."""
    await work.execute(
        _SQL["add"],
        contact_id=question.contact_id,
        channel=question.channel,
        text=question.text,
        outcome=question.outcome,
        now=to_ms(now),
    )


async def newest(work: UnitOfWork, most: int) -> tuple[Kept, ...]:
    """What was asked without an answer, the newest first."""
    return tuple(map(_kept, await work.fetch_all(_SQL["newest"], most=most)))


async def chose(work: UnitOfWork, contact_id: int, guess: str) -> None:
    """The contact chose the answer `guess` of those that were suggested last."""
    await work.execute(_SQL["chose"], contact_id=contact_id, guess=guess, outcome=SUGGESTED)


async def mark(work: UnitOfWork, number: int, outcome: str) -> None:
    """The question ended otherwise: it was learned, or that was taken back."""
    await work.execute(_SQL["mark"], id=number, outcome=outcome)


async def drop(work: UnitOfWork, number: int) -> None:
    """The question is off the list."""
    await work.execute(_SQL["drop"], id=number)


async def erase(work: UnitOfWork, contact_id: int) -> None:
    """Privacy: drop one contact's questions."""
    await work.execute(_SQL["erase"], contact_id=contact_id)


async def erase_mentions(work: UnitOfWork, phone: str) -> None:
    """Privacy: drop every question that holds this phone."""
    await work.execute(_SQL["erase_mentions"], phone=phone)


async def forget_before(work: UnitOfWork, before: datetime) -> int:
    """Retention; a lesson that waits to be tried stays."""
    at = to_ms(before)
    questions = await work.execute(_SQL["forget_before"], before=at)
    return questions + await work.execute(_SQL["forget_lessons"], before=at)


async def teach(work: UnitOfWork, lesson: Lesson, now: datetime) -> None:
    """Keep a lesson until it is tried."""
    await work.execute(
        _SQL["teach"],
        wording=lesson.wording,
        target=lesson.target,
        is_service=int(lesson.is_service),
        taught_by=lesson.taught_by,
        now=to_ms(now),
    )


async def untried(work: UnitOfWork) -> tuple[Lesson, ...]:
    """The lessons to be tried, in the order they were given."""
    return tuple(map(_lesson, await work.fetch_all(_SQL["untried"])))


async def settle(work: UnitOfWork, lesson: Lesson, state: str) -> bool:
    """Note that it is LEARNED or REFUSED; False when that was noted already."""
    return await work.execute(_SQL["settle"], id=lesson.id, state=state) == 1


def _kept(row: Row) -> Kept:
    question = Unanswered(
        row["contact_id"], row["channel"], row["text"], row["outcome"], row["guess"]
    )
    return Kept(row["id"], from_ms(row["at"]), question)


def _lesson(row: Row) -> Lesson:
    return Lesson(
        row["wording"], row["target"], bool(row["is_service"]), row["taught_by"], row["id"]
    )
