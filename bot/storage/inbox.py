"""The inbox: keys of messages already handled."""

from datetime import datetime

from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, to_ms

_SQL = statements("inbox")


async def remember(work: UnitOfWork, key: str, contact_id: int, now: datetime) -> bool:
    """Keep the IdempotencyKey; False when the message was handled before."""
    changed = await work.execute(
        _SQL["remember"], key=key, contact_id=contact_id, received_at=to_ms(now)
    )
    return changed == 1


async def forget_before(work: UnitOfWork, before: datetime) -> int:
    """Drop keys older than `before`; platforms repeat within minutes only."""
    return await work.execute(_SQL["forget_before"], before=to_ms(before))
