"""What else is due to somebody, what waits for them, and what was given up."""

from datetime import datetime

from bot.domain.messages import ContactRef, OutboundMessage
from bot.storage.outbox import message_in
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, to_ms

_SQL = statements("outbox")
MOST_JOINED = 20


async def due_with(
    work: UnitOfWork, message: OutboundMessage, now: datetime
) -> tuple[OutboundMessage, ...]:
    """What is due to the same address after a leased `message` and was never tried, oldest first:
    it may go in the same message."""
    values = {"to_channel": message.to.channel, "to_address": message.to.address}
    rows = await work.fetch_all(
        _SQL["due_with"], id=message.id, now=to_ms(now), most=MOST_JOINED, **values
    )
    return tuple(map(message_in, rows))


async def wake(work: UnitOfWork, to: ContactRef, now: datetime) -> int:
    """What waits to be tried again may go now; how many."""
    values = {"to_channel": to.channel, "to_address": to.address}
    return await work.execute(_SQL["wake"], now=to_ms(now), **values)


async def parked(work: UnitOfWork, reason: str) -> int:
    """Messages that were given up for `reason`."""
    row = await work.fetch_one(_SQL["parked"], reason=reason)
    return row["n"] if row else 0
