"""Proxies: who may see and change the appointments of a family member."""

from datetime import datetime

from msgspec import Struct

from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork, to_ms

_SQL = statements("proxies")


class Proxy(Struct, frozen=True):
    """The contacts on which it was agreed, and what the two call each other (母亲, 儿子; "" = not
    said): `member_word` is the proxy's word for the member, `proxy_word` the other way round."""

    member_id: int
    proxy_id: int
    member_word: str = ""
    proxy_word: str = ""


async def add(work: UnitOfWork, proxy: Proxy, now: datetime) -> None:
    """From now on it holds."""
    await work.execute(
        _SQL["add"],
        member_id=proxy.member_id,
        proxy_id=proxy.proxy_id,
        member_word=proxy.member_word,
        proxy_word=proxy.proxy_word,
        now=to_ms(now),
    )


async def managed_by(work: UnitOfWork, contact_id: int) -> tuple[Proxy, ...]:
    """Whose appointments the resident of this contact manages, oldest first."""
    return tuple(map(_proxy, await work.fetch_all(_SQL["managed_by"], contact_id=contact_id)))


async def managers_of(work: UnitOfWork, contact_id: int) -> tuple[Proxy, ...]:
    """Who manages the appointments of the resident of this contact, oldest first."""
    return tuple(map(_proxy, await work.fetch_all(_SQL["managers_of"], contact_id=contact_id)))


async def end(work: UnitOfWork, proxy: Proxy) -> bool:
    """It holds no longer; False when it did not."""
    changed = await work.execute(_SQL["drop"], member_id=proxy.member_id, proxy_id=proxy.proxy_id)
    return changed == 1


async def forget(work: UnitOfWork, contact_id: int) -> None:
    """Privacy: this contact manages for nobody, and nobody for it."""
    await work.execute(_SQL["drop_of"], contact_id=contact_id)


async def forget_before(work: UnitOfWork, before: datetime) -> int:
    """Retention: agreed with a contact that did not write since `before`; how many."""
    return await work.execute(_SQL["forget_before"], before=to_ms(before))


def _proxy(row: Row) -> Proxy:
    return Proxy(row["member_id"], row["proxy_id"], row["member_word"], row["proxy_word"])
