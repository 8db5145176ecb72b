"""Wrong guesses of one-time codes, so that guessing can be stopped."""

from datetime import datetime

from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, to_ms

_SQL = statements("guesses")


async def count(work: UnitOfWork, who: str, since: datetime) -> int:
    """How often `who` guessed wrong after `since`."""
    row = await work.fetch_one(_SQL["count"], who=who, since=to_ms(since))
    return row["n"] if row else 0


async def add(work: UnitOfWork, who: str, now: datetime) -> None:
    """One more wrong guess."""
    await work.execute(_SQL["add"], who=who, now=to_ms(now))


async def forget(work: UnitOfWork, who: str) -> None:
    """`who` guessed right: the wrong guesses are forgotten."""
    await work.execute(_SQL["forget"], who=who)


async def forget_before(work: UnitOfWork, before: datetime) -> int:
    """Retention."""
    return await work.execute(_SQL["forget_before"], before=to_ms(before))
