"""What the tests of links do again and again: meet people, join, part, show codes, book."""

from bot.domain.links import CodeKind
from bot.domain.messages import ContactRef
from bot.domain.tickets import Ticket
from bot.storage import (
    Storage,
    UnitOfWork,
    contacts,
    link_codes,
    links,
    persons,
    proxies,
    tickets,
)
from bot.storage.contacts import Contact, Resident
from bot.storage.link_codes import LinkCode
from bot.storage.proxies import Proxy
from tests.storage.examples import NOW, REQUESTED, meet, minutes, ticket

WEB = ContactRef("web", "visitor")
CODE = "135790"
LATER = minutes(5)


async def introduced(storage: Storage, ref: ContactRef, name: str, phone: str) -> Contact:
    contact = await meet(storage, ref)
    await storage.run(lambda work: contacts.introduce(work, contact, name, phone, NOW))
    return await meet(storage, ref)


async def join(storage: Storage, host: Contact, guest: Contact) -> bool:
    return await storage.run(lambda work: links.join(work, host.id, guest.id, NOW))


async def part(storage: Storage, contact: Contact) -> list[ContactRef]:
    left = await storage.run(lambda work: links.part(work, contact.id))
    return [fellow.ref for fellow in left]


async def resident(storage: Storage, ref: ContactRef) -> Resident | None:
    contact = await meet(storage, ref)
    return await storage.read(lambda work: contacts.resident_of(work, contact))


async def fellows(storage: Storage, contact: Contact) -> list[ContactRef]:
    found = await storage.read(lambda work: links.fellows(work, contact.id))
    return [fellow.ref for fellow in found]


async def book(storage: Storage, ref: ContactRef, name: str = "王芳") -> Ticket:
    contact = await meet(storage, ref)
    return await storage.run(lambda work: tickets.add(work, ticket(contact, name), REQUESTED))


async def seen(storage: Storage, ref: ContactRef) -> list[str]:
    contact = await meet(storage, ref)
    found = await storage.read(lambda work: persons.tickets_of(work, contact))
    return [one.code for one in found]


async def manage(storage: Storage, member: Contact, proxy: Contact) -> Proxy:
    agreed = Proxy(member.id, proxy.id, "母亲", "")

    async def turn(work: UnitOfWork) -> Proxy:
        for each in (member, proxy):
            await links.settle_in(work, each.id, NOW)
        await proxies.add(work, agreed, NOW)
        return agreed

    return await storage.run(turn)


async def show(storage: Storage, contact: Contact, code: str = CODE) -> bool:
    shown = LinkCode(contact.id, CodeKind.LINK)
    return await storage.run(lambda work: link_codes.put(work, code, shown, LATER, NOW))
