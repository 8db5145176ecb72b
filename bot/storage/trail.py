"""The newest lines of the audit trail over all tickets."""

from msgspec import Struct

from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork

_SQL = statements("trail")
MOST_LINES = 50


class Acted(Struct, frozen=True):
    """Who did what with which ticket last."""

    ticket_id: int
    actor: str
    act: str


async def newest(work: UnitOfWork) -> tuple[Acted, ...]:
    """At most MOST_LINES of the last acts, the newest first."""
    rows = await work.fetch_all(_SQL["newest"], most=MOST_LINES)
    return tuple(Acted(row["ticket_id"], row["actor"], row["act"]) for row in rows)
