"""What a platform says later about a message it had taken."""

from datetime import datetime

from bot.domain.messages import ContactRef, OutboundMessage, Purpose
from bot.storage.outbox import ARRIVED, message_in
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, to_ms

_SQL = statements("receipts")


async def prove(work: UnitOfWork, to: ContactRef, platform_id: str) -> None:
    """The notice to `to` that counted as sent has arrived."""
    await work.execute(_SQL["prove"], reason=ARRIVED, **_of(to, platform_id))


async def disprove(
    work: UnitOfWork, to: ContactRef, platform_id: str, reason: str
) -> OutboundMessage | None:
    """The notice to `to` that counted as sent and did not arrive, now UNREACHABLE; None where there
    is none such, or it was told before."""
    row = await work.fetch_one(_SQL["disprove"], reason=reason, **_of(to, platform_id))
    return message_in(row) if row else None


async def keep(
    work: UnitOfWork, to: ContactRef, platform_id: str, reason: str, now: datetime
) -> bool:
    """Put by what was said of a notice that is not stored as sent yet; False where it is."""
    if not platform_id or await work.fetch_one(_SQL["known"], **_of(to, platform_id)):
        return False
    await work.execute(_SQL["keep"], reason=reason, now=to_ms(now), **_of(to, platform_id))
    return True


async def number(
    work: UnitOfWork, to: ContactRef, platform_id: str, purposes: tuple[Purpose, ...]
) -> None:
    """Give its number to the oldest subscription notice of one of the `purposes` to `to` that was
    taken without one and of which nothing was heard; not where the number is known."""
    if platform_id and purposes:
        await work.execute(
            _SQL["number"], purpose=purposes[0], other=purposes[-1], **_of(to, platform_id)
        )


async def take(work: UnitOfWork, to: ContactRef, platform_id: str) -> str | None:
    """What was put by about a notice, once."""
    row = await work.fetch_one(_SQL["take"], **_of(to, platform_id))
    return row["reason"] if row else None


async def take_latest(work: UnitOfWork, to: ContactRef, since: datetime) -> tuple[str, str]:
    """The number and the word that were put by for `to`, not before `since`; ("", "") = none."""
    row = await work.fetch_one(
        _SQL["take_latest"], channel=to.channel, address=to.address, since=to_ms(since)
    )
    return (row["platform_id"], row["reason"]) if row else ("", "")


async def forget_before(work: UnitOfWork, before: datetime) -> int:
    """Retention: what was said of notices that are none of ours."""
    return await work.execute(_SQL["forget_before"], before=to_ms(before))


def _of(to: ContactRef, platform_id: str) -> dict[str, str]:
    return {"to_channel": to.channel, "to_address": to.address, "platform_id": platform_id}
