"""The running number of tickets."""

from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork

_SQL = statements("counters")


async def next_number(work: UnitOfWork) -> int:
    """The number of a new ticket; no other ticket gets it."""
    return _number(await work.fetch_one(_SQL["next"]))


async def last_number(work: UnitOfWork) -> int:
    """The number of the newest ticket, 0 = there is none; another may be given meanwhile."""
    return _number(await work.fetch_one(_SQL["last"]))


def _number(row: Row | None) -> int:
    assert row is not None  # noqa: S101 - the migration made the counter
    value = row["value"]
    assert isinstance(value, int)  # noqa: S101 - so the table says
    return value
