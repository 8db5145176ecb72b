"""Proxies: a family member manages somebody's appointments until either side ends it."""

from enum import StrEnum

from bot.domain.links import LinkAct
from bot.domain.tickets import Actor, Ticket
from bot.storage import contacts, links, proxies
from bot.storage.contacts import Contact
from bot.storage.links import LinkEntry
from bot.storage.proxies import Proxy
from bot.usecases.office import Office


class Agreed(StrEnum):
    """What became of the wish; all but DONE say why not."""

    DONE = "done"
    ALREADY = "already"
    SELF = "self"
    TOO_MANY = "too_many"


class Relation(StrEnum):
    """How somebody who changed a ticket stands to the contact that made it."""

    SAME = "same"
    PROXY = "proxy"
    PROVEN = "proven"


async def give(office: Office, proxy: Proxy, actor: Actor, reason: str = "") -> Agreed:
    """From now on `proxy` holds; at most centre.yaml `proxies` on either side."""
    found = await _agreed(office, proxy)
    if found is Agreed.DONE:
        await proxies.add(office.work, proxy, office.now)
        await _note(office, LinkAct.PROXY_GIVEN, proxy, actor, reason)
    return found


async def refuse(office: Office, proxy: Proxy, actor: Actor) -> None:
    """The other side said no: it is noted, nothing holds."""
    await _note(office, LinkAct.PROXY_REFUSED, proxy, actor)


async def end(office: Office, proxy: Proxy, actor: Actor, reason: str = "") -> bool:
    """It holds no longer; False when it did not."""
    if not await proxies.end(office.work, proxy):
        return False
    await _note(office, LinkAct.PROXY_ENDED, proxy, actor, reason)
    return True


async def between(office: Office, member_id: int, proxy_id: int) -> tuple[Proxy, ...]:
    """What holds between the residents of two contacts, on whatever contacts it was agreed."""
    managers = await proxies.managers_of(office.work, member_id)
    managed = await proxies.managed_by(office.work, proxy_id)
    return tuple(each for each in managers if each in managed)


async def relation_to(office: Office, ticket: Ticket, by: Contact) -> Relation:
    """Why `by` may change a ticket that another contact made."""
    if ticket.contact_id is None:
        return Relation.PROVEN
    if any(fellow.id == ticket.contact_id for fellow in await links.fellows(office.work, by.id)):
        return Relation.SAME
    is_proxy = bool(await between(office, ticket.contact_id, by.id))
    return Relation.PROXY if is_proxy else Relation.PROVEN


async def _agreed(office: Office, proxy: Proxy) -> Agreed:
    work, most = office.work, office.config.centre.proxies
    for each in (proxy.member_id, proxy.proxy_id):
        await contacts.lock(work, each)  # two at once do not make one too many
        await links.settle_in(work, each, office.now)
    same = [fellow.id for fellow in await links.fellows(work, proxy.member_id)]
    if proxy.proxy_id in (proxy.member_id, *same):
        return Agreed.SELF
    managers = await proxies.managers_of(work, proxy.member_id)
    managed = await proxies.managed_by(work, proxy.proxy_id)
    if any(each in managed for each in managers):
        return Agreed.ALREADY
    return Agreed.TOO_MANY if max(len(managers), len(managed)) >= most else Agreed.DONE


async def _note(office: Office, act: LinkAct, proxy: Proxy, actor: Actor, reason: str = "") -> None:
    entry = LinkEntry(act, proxy.member_id, proxy.proxy_id, actor, reason)
    await links.note(office.work, entry, office.now)
