"""Orders of staff that wait for a number or for more words, and the lists that were shown."""

from datetime import datetime

from msgspec import Struct

from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork, from_ms, to_ms

_SQL = statements("asked_which")


class Waiting(Struct, frozen=True):
    """The order in the words of its writer, and the codes that were listed, the first as 1.

    Of a list that was merely shown the words are "".
    """

    words: str
    codes: tuple[str, ...]
    asked_at: datetime


async def put(work: UnitOfWork, name: str, waiting: Waiting) -> None:
    """Keep it until the next message of `name`; an older one is replaced."""
    await work.execute(
        _SQL["put"],
        name=name,
        words=waiting.words,
        codes=" ".join(waiting.codes),
        asked_at=to_ms(waiting.asked_at),
    )


async def take(work: UnitOfWork, name: str) -> Waiting | None:
    """What `name` was asked last; from then on nothing waits."""
    rows = await work.fetch_all(_SQL["take"], name=name)
    return _waiting(rows[0]) if rows else None


async def look(work: UnitOfWork, name: str) -> Waiting | None:
    """What waits under `name`; it goes on waiting."""
    row = await work.fetch_one(_SQL["look"], name=name)
    return _waiting(row) if row else None


def _waiting(row: Row) -> Waiting:
    return Waiting(row["words"], tuple(row["codes"].split()), from_ms(row["asked_at"]))


async def forget_before(work: UnitOfWork, before: datetime) -> int:
    """Retention: what was never answered."""
    return await work.execute(_SQL["forget_before"], before=to_ms(before))


async def forget_all(work: UnitOfWork) -> None:
    """Privacy: somebody is erased, and what was ordered may speak of them."""
    await work.execute(_SQL["forget_all"])
