"""Visitors of the residents' page who are known on another channel, by a hash of their cookie."""

from datetime import datetime

from bot.domain.messages import ContactRef
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, to_ms

_SQL = statements("visitors")


async def link(work: UnitOfWork, visitor: str, ref: ContactRef, now: datetime) -> None:
    """The visitor is this contact from now on."""
    values = {"visitor": visitor, "channel": ref.channel, "address": ref.address}
    await work.execute(_SQL["link"], now=to_ms(now), **values)


async def find(work: UnitOfWork, visitor: str) -> ContactRef | None:
    """The contact the visitor was linked with."""
    row = await work.fetch_one(_SQL["find"], visitor=visitor)
    return ContactRef(row["channel"], row["address"]) if row else None


async def unlink(work: UnitOfWork, visitor: str) -> None:
    """The visitor left this device."""
    await work.execute(_SQL["unlink"], visitor=visitor)


async def use_login(work: UnitOfWork, nonce: str, now: datetime) -> bool:
    """True for the first who comes back with this nonce."""
    return await work.execute(_SQL["use_login"], nonce=nonce, now=to_ms(now)) == 1


async def forget_before(work: UnitOfWork, logins: datetime, links: datetime) -> int:
    """Retention: used logins and old links."""
    forgotten = await work.execute(_SQL["forget_logins"], before=to_ms(logins))
    return forgotten + await work.execute(_SQL["forget_before"], before=to_ms(links))
