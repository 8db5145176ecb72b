"""Counts over the tickets of a period; no person is in them."""

from datetime import datetime

from msgspec import Struct

from bot.domain.tickets import Status
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, to_ms

_SQL = statements("statistics")


class Made(Struct, frozen=True):
    """How many requests came over one channel and stand in one state now."""

    channel: str
    status: Status
    count: int


class Visits(Struct, frozen=True):
    """How many visits stand in one state and got one grade; `rating` "" = none."""

    status: Status
    rating: str
    count: int


async def made(work: UnitOfWork, since: datetime, until: datetime) -> tuple[Made, ...]:
    """The requests that were made in [since, until), the most first."""
    rows = await work.fetch_all(_SQL["made"], since=to_ms(since), until=to_ms(until))
    return tuple(Made(row["channel"], Status(row["status"]), row["n"]) for row in rows)


async def visits(work: UnitOfWork, since: datetime, until: datetime) -> tuple[Visits, ...]:
    """The appointments whose time began in [since, until), the most first."""
    rows = await work.fetch_all(_SQL["visits"], since=to_ms(since), until=to_ms(until))
    return tuple(Visits(Status(row["status"]), row["rating"], row["n"]) for row in rows)
