"""When the centre was started for the first time: nothing that was due before is made up for."""

from datetime import datetime

from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, from_ms, to_ms

_SQL = statements("started")


async def first_start(work: UnitOfWork, now: datetime) -> datetime:
    """The instant of the very first start over this database; `now` when this is it."""
    await work.execute(_SQL["mark"], now=to_ms(now))
    row = await work.fetch_one(_SQL["started"])
    return from_ms(row["value"]) if row else now
