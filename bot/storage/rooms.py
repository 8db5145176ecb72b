"""What platforms tell about their chats: who lets us write first, which orders were taken back."""

from datetime import datetime

from bot.domain.messages import ContactRef
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, to_ms

_SQL = statements("rooms")


async def lets_us_push(work: UnitOfWork, ref: ContactRef) -> bool | None:
    """Whether a person or a group lets us write first; None = the platform never said."""
    row = await work.fetch_one(_SQL["switch_of"], channel=ref.channel, address=ref.address)
    return bool(row["is_on"]) if row else None


async def turn_switch(work: UnitOfWork, ref: ContactRef, now: datetime, *, is_on: bool) -> bool:
    """Keep what the platform says now; False when we knew it."""
    changed = await work.execute(
        _SQL["turn_switch"],
        channel=ref.channel,
        address=ref.address,
        is_on=int(is_on),
        now=to_ms(now),
    )
    return changed == 1


async def ticket_told_of(work: UnitOfWork, key_begin: str) -> str | None:
    """The ticket whose resident was written to because of a message; `key_begin` is how its
    IdempotencyKey begins, with the `:` that ends the message's own number."""
    after = key_begin[:-1] + chr(ord(key_begin[-1]) + 1)
    row = await work.fetch_one(_SQL["told_residents"], first=key_begin, after=after)
    return row["ticket"] if row else None
