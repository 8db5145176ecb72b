"""What a platform says later about a message it had taken."""

from bot.domain.messages import ContactRef, OutboundMessage
from bot.storage.outbox import message_in
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork

_SQL = statements("receipts")


async def disprove(
    work: UnitOfWork, to: ContactRef, platform_id: str, reason: str
) -> OutboundMessage | None:
    """The notice to `to` that counted as sent and did not arrive, now UNREACHABLE; None where there
    is none such, or it was told before."""
    row = await work.fetch_one(
        _SQL["disprove"],
        to_channel=to.channel,
        to_address=to.address,
        platform_id=platform_id,
        reason=reason,
    )
    return message_in(row) if row else None
