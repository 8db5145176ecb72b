"""Calls: what a clerk types in for somebody on the telephone, and what came of it."""

from datetime import datetime

from msgspec import Struct

from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork, from_ms, to_ms

_SQL = statements("calls")
CALL_LETTER = "L"
"""No ticket's code begins with it: 来电."""


class Call(Struct, frozen=True):
    """One call; `contact_id` None until it is known whose talk it is, `ticket` "" until made."""

    id: int
    clerk: str
    contact_id: int | None
    ticket: str
    changed_at: datetime

    @property
    def code(self) -> str:
        """How staff name it: L3."""
        return f"{CALL_LETTER}{self.id}"


def _call(row: Row) -> Call:
    return Call(
        row["id"], row["clerk"], row["contact_id"], row["ticket"], from_ms(row["changed_at"])
    )


async def add(work: UnitOfWork, clerk: str, now: datetime) -> Call:
    """A new call, taken by `clerk`."""
    call_id = await work.insert(_SQL["add"], clerk=clerk, now=to_ms(now))
    assert call_id is not None  # noqa: S101 - nothing here can conflict
    return Call(call_id, clerk, None, "", now)


async def by_id(work: UnitOfWork, call_id: int) -> Call | None:
    """The call with this number."""
    row = await work.fetch_one(_SQL["by_id"], id=call_id)
    return _call(row) if row else None


async def keep(work: UnitOfWork, call: Call, now: datetime) -> None:
    """Keep whose talk it is and which ticket was made."""
    await work.execute(
        _SQL["keep"],
        id=call.id,
        contact_id=call.contact_id,
        ticket=call.ticket,
        now=to_ms(now),
    )


async def latest(work: UnitOfWork, clerk: str, since: datetime) -> Call | None:
    """The call this clerk worked on last, if that was at or after `since`."""
    row = await work.fetch_one(_SQL["latest"], clerk=clerk, since=to_ms(since))
    return _call(row) if row else None


async def forget_before(work: UnitOfWork, before: datetime) -> int:
    """Retention."""
    return await work.execute(_SQL["forget_before"], before=to_ms(before))
