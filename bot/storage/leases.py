"""Leases of messages under way: who has some, and ending those of somebody who is gone."""

from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork

_SQL = statements("leases")


async def owners(work: UnitOfWork) -> tuple[str, ...]:
    """Everybody who is sending something now, or died of it."""
    return tuple(row["leased_by"] for row in await work.fetch_all(_SQL["owners"]))


async def end(work: UnitOfWork, owner: str) -> None:
    """The leases of `owner` are over: `outbox.lost` finds the messages."""
    await work.execute(_SQL["end"], owner=owner)
