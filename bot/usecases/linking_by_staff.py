"""What staff do after they phoned: link two accounts, part them, set up and end a proxy."""

from enum import StrEnum

from msgspec import Struct

from bot.domain.tickets import Actor, Ticket
from bot.storage import contacts, links, proxies
from bot.storage.contacts import Contact
from bot.storage.links import LinkEntry
from bot.storage.proxies import Proxy
from bot.usecases import proxies as agreements
from bot.usecases.linking import Joining, join, part, spell_channels, tell
from bot.usecases.office import Office
from bot.usecases.proxies import Agreed
from bot.usecases.wording import channel_word, spell_start

PHONED = "phone check"
_LINES = 5
"""The reason in the trail."""


class Tied(StrEnum):
    """What became of an order; all but DONE say why not."""

    DONE = "done"
    ALREADY = "already"
    SAME = "same"
    NO_CONTACT = "no_contact"


class Pair(Struct, frozen=True):
    """The contacts behind two tickets."""

    first: Contact
    second: Contact


async def pair_of(office: Office, first: Ticket, second: Ticket) -> Pair | Tied:
    """The two contacts, or why there are not two."""
    if first.contact_id is None or second.contact_id is None:
        return Tied.NO_CONTACT
    if first.contact_id == second.contact_id:
        return Tied.SAME
    found = [
        await contacts.by_id(office.work, id_) for id_ in (first.contact_id, second.contact_id)
    ]
    one, other = found
    return Pair(one, other) if one and other else Tied.NO_CONTACT


async def link(office: Office, pair: Pair, actor: Actor) -> Tied:
    """One resident from now on; both are told, the trail names who phoned."""
    joining = Joining(pair.first.id, pair.second.id, actor, PHONED)
    if not await join(office, joining):
        return Tied.ALREADY
    for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
        channel = channel_word(office, other.ref.channel)
        phone = office.config.centre.phone
        await tell(office, (own.ref,), office.say("link.by_staff", channel=channel, phone=phone))
    return Tied.DONE


async def unlink(office: Office, contact_id: int, actor: Actor) -> str:
    """The contact is for itself again, all are told; with which channels it was, "" = none."""
    contact = await contacts.by_id(office.work, contact_id)
    left = [fellow.ref for fellow in await part(office, contact_id, actor, PHONED)]
    if contact is None or not left:
        return ""
    phone, channels = office.config.centre.phone, spell_channels(office, left)
    own = channel_word(office, contact.ref.channel)
    key = "link.parted_by_staff"
    await tell(office, (contact.ref,), office.say(key, channel=channels, phone=phone))
    await tell(office, left, office.say(key, channel=own, phone=phone))
    return channels


async def entrust(office: Office, pair: Pair, actor: Actor) -> Agreed:
    """The first manages the appointments of the second from now on; both are told."""
    proxy = Proxy(member_id=pair.second.id, proxy_id=pair.first.id)
    agreed = await agreements.give(office, proxy, actor, PHONED)
    if agreed is Agreed.DONE:
        family, phone = office.say("proxy.family"), office.config.centre.phone
        channel = channel_word(office, pair.first.ref.channel)
        given = office.say("proxy.given_by_staff", who=family, channel=channel, phone=phone)
        await tell(office, (pair.second.ref,), given)
        await tell(office, (pair.first.ref,), office.say("proxy.got_by_staff", who=family))
    return agreed


async def withdraw(office: Office, pair: Pair, actor: Actor) -> bool:
    """The first manages for the second no longer; False when they did not."""
    held = await agreements.between(office, pair.second.id, pair.first.id)
    for proxy in held:
        await agreements.end(office, proxy, actor, PHONED)
    if held:
        family = office.say("proxy.family")
        ended = office.say("proxy.no_longer_managing", who=family)
        await tell(office, (pair.first.ref,), ended)
        ended = office.say("proxy.no_longer_managed", who=family)
        await tell(office, (pair.second.ref,), ended)
    return bool(held)


async def spell_links(office: Office, ticket: Ticket) -> str:
    """Which accounts the resident of a ticket has, who manages for whom, and who did it when."""
    if ticket.contact_id is None:
        return office.say("staff.link_no_contact", code=ticket.code)
    work, own = office.work, ticket.contact_id
    refs = [fellow.ref for fellow in await links.fellows(work, own)]
    managers, managed = await proxies.managers_of(work, own), await proxies.managed_by(work, own)
    trail = [_spell_entry(office, entry) for entry in await links.trail(work, own)]
    state = office.say(
        "staff.link_state",
        code=ticket.code,
        channels=spell_channels(office, refs) or office.say("staff.link_none"),
        managers=len(managers),
        managed=len(managed),
    )
    return "\n".join([state, *trail[-_LINES:]])


def _spell_entry(office: Office, entry: LinkEntry) -> str:
    is_staff = entry.actor.name in office.config.staff
    return office.say(
        "staff.link_line",
        at=spell_start(office.snapshot, entry.at) if entry.at else "",
        act=office.say(f"linkact.{entry.act.value}"),
        who=entry.actor.name if is_staff else office.say("staff.link_resident"),
        channel=channel_word(office, entry.actor.channel),
    )
