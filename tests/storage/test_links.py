"""One resident over several contacts: joining, parting, codes, proxies, and what erasing leaves."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.links import CodeKind, LinkAct
from bot.domain.messages import ContactRef
from bot.domain.tickets import Actor, Ticket
from bot.storage import (
    Storage,
    UnitOfWork,
    contacts,
    link_codes,
    links,
    open_storage,
    persons,
    privacy,
    proxies,
    tickets,
)
from bot.storage.contacts import Contact, Resident
from bot.storage.link_codes import LinkCode
from bot.storage.links import LinkEntry
from bot.storage.proxies import Proxy
from bot.storage.statements import Statement
from tests.storage.examples import LI, NOW, REQUESTED, WANG, at_once, meet, minutes, ticket

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


async def test_linked_contacts_are_one_resident_and_know_what_either_told(
    storage: Storage,
) -> None:
    wang = await introduced(storage, WANG, "王芳", "")
    li = await introduced(storage, LI, "芳姐", "13800000002")
    assert await join(storage, wang, li)
    assert not await join(storage, li, wang)
    shared = await resident(storage, WANG)
    assert shared is not None
    assert (shared.name, shared.phone) == ("王芳", "13800000002")
    assert await resident(storage, LI) == shared
    assert await fellows(storage, wang) == [LI]


async def test_parting_gives_each_back_what_they_told_themselves(storage: Storage) -> None:
    wang = await introduced(storage, WANG, "王芳", "13800000001")
    li = await introduced(storage, LI, "李四", "13800000002")
    before = [await resident(storage, ref) for ref in (WANG, LI)]
    await join(storage, wang, li)
    linked = await meet(storage, LI)
    told = "13900000009"
    await storage.run(lambda work: contacts.introduce(work, linked, "王芳", told, NOW))
    assert await part(storage, wang) == [LI]
    assert [await resident(storage, ref) for ref in (WANG, LI)] == before
    assert await part(storage, wang) == []


async def test_of_three_the_two_others_stay_together(storage: Storage) -> None:
    wang, li, web = [await meet(storage, ref) for ref in (WANG, LI, WEB)]
    await join(storage, wang, li)
    await join(storage, web, li)
    assert await fellows(storage, wang) == [LI, WEB]
    assert await part(storage, wang) == [LI, WEB]
    assert await fellows(storage, li) == [WEB]
    assert await fellows(storage, wang) == []


async def test_contacts_that_share_only_a_name_and_a_phone_are_strangers(
    storage: Storage,
) -> None:
    wang = await introduced(storage, WANG, "王芳", "13800000001")
    await introduced(storage, LI, "王芳", "13800000001")
    booked = await book(storage, WANG)
    assert await fellows(storage, wang) == []
    assert await seen(storage, LI) == []
    assert await seen(storage, WANG) == [booked.code]


async def test_many_who_link_at_once_end_as_one_resident(storage: Storage) -> None:
    refs = [ContactRef("web", f"visitor-{number}") for number in range(8)]
    people = [await meet(storage, ref) for ref in refs]
    pairs = [(people[n], people[n + 1]) for n in range(len(people) - 1)]

    def linking(host: Contact, guest: Contact):  # type: ignore[no-untyped-def]
        return lambda work: links.join(work, host.id, guest.id, NOW)

    assert all(await at_once(storage, [linking(*pair) for pair in pairs]))
    assert await fellows(storage, people[0]) == refs[1:]


async def test_a_code_works_once_for_five_minutes_and_not_for_who_shows_it(
    storage: Storage,
) -> None:
    wang, li = await meet(storage), await meet(storage, LI)

    async def use(contact: Contact, at: int = 1, code: str = CODE) -> LinkCode | None:
        now = minutes(at)
        return await storage.run(lambda work: link_codes.use(work, code, contact.id, now))

    assert await show(storage, wang)
    assert await use(wang) is None
    assert await use(li, 5) is None
    assert await use(li, code="000000") is None
    assert await use(li) == LinkCode(wang.id, CodeKind.LINK)
    assert await use(li) is None


async def test_a_new_code_kills_the_old_one_and_no_two_contacts_show_the_same(
    storage: Storage,
) -> None:
    wang, li = await meet(storage), await meet(storage, LI)
    assert await show(storage, wang)
    assert not await show(storage, li)
    assert await show(storage, wang, "246801")
    assert await storage.run(lambda work: link_codes.use(work, CODE, li.id, NOW)) is None
    assert await show(storage, li)


async def test_a_code_is_stored_as_its_hash_only(storage: Storage) -> None:
    await show(storage, await meet(storage))
    text = "SELECT code_hash FROM link_codes"
    row = await storage.read(lambda work: work.fetch_one(Statement("look", text, text, ())))
    assert row is not None
    assert CODE not in row["code_hash"]


@pytest.mark.parametrize("storage_url", ["sqlite_url", "postgres_url"])
async def test_of_two_processes_that_type_one_code_at_once_exactly_one_is_linked(
    storage_url: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(storage_url)
    houses = [await open_storage(url) for _ in range(2)]
    shown_by = await meet(houses[0])
    typists = [await meet(houses[0], ref) for ref in (LI, WEB)]

    def typing(contact: Contact):  # type: ignore[no-untyped-def]
        async def turn(work: UnitOfWork) -> bool:
            used = await link_codes.use(work, CODE, contact.id, NOW)
            return used is not None and await links.join(work, used.shown_by, contact.id, NOW)

        return turn

    for _ in range(5):
        await show(houses[0], shown_by)
        turns = zip(houses, typists, strict=True)
        won = await asyncio.gather(*(house.run(typing(each)) for house, each in turns))
        assert sorted(won) == [False, True]
        assert len(await fellows(houses[1], shown_by)) == 1
        await part(houses[0], shown_by)
    for house in houses:
        await house.stop()


async def test_a_proxy_sees_what_the_member_booked_on_any_linked_contact(
    storage: Storage,
) -> None:
    mother, phone, child = [await meet(storage, ref) for ref in (WANG, WEB, LI)]
    agreed = await manage(storage, mother, child)
    booked = [await book(storage, WANG), await book(storage, WEB)]
    assert await seen(storage, LI) == [booked[0].code]
    await join(storage, mother, phone)
    assert await seen(storage, LI) == [each.code for each in booked]
    assert await seen(storage, LI) == await seen(storage, WANG)
    own = await book(storage, LI, "小李")
    assert own.code not in await seen(storage, WANG)
    assert await storage.run(lambda work: proxies.end(work, agreed))
    assert not await storage.run(lambda work: proxies.end(work, agreed))
    assert await seen(storage, LI) == [own.code]


async def test_the_limit_of_bookings_counts_over_linked_contacts(storage: Storage) -> None:
    wang, li = await meet(storage), await meet(storage, LI)
    await book(storage, WANG)

    async def counted() -> int:
        return await storage.read(lambda work: tickets.open_count(work, li.id, "1", NOW))

    assert await counted() == 0
    await join(storage, wang, li)
    assert await counted() == 1
    again = ticket(await meet(storage, LI))
    assert await storage.read(lambda work: tickets.same_matter(work, again)) is not None


async def test_erasing_a_phone_reaches_every_linked_contact_and_its_home(
    storage: Storage,
) -> None:
    wang = await introduced(storage, WANG, "王芳", "13800000001")
    li = await introduced(storage, LI, "芳姐", "")
    child = await meet(storage, WEB)
    await join(storage, wang, li)
    await manage(storage, li, child)
    await show(storage, li)
    await book(storage, LI)
    erased = await storage.run(lambda work: privacy.erase_phone(work, "13800000001"))
    assert erased.tickets == 1
    for ref in (WANG, LI):
        told = await resident(storage, ref)
        assert told is not None
        assert (told.name, told.phone) == ("", "")
    text = (
        "SELECT (SELECT COUNT(*) FROM residents WHERE name <> '' OR phone <> '') "
        "+ (SELECT COUNT(*) FROM links) + (SELECT COUNT(*) FROM proxies) "
        "+ (SELECT COUNT(*) FROM link_codes) AS n"
    )
    row = await storage.read(lambda work: work.fetch_one(Statement("left", text, text, ())))
    assert row is not None
    assert row["n"] == 0


async def test_a_phone_told_before_linking_is_found_when_it_is_to_be_erased(
    storage: Storage,
) -> None:
    wang = await introduced(storage, WANG, "王芳", "13800000001")
    li = await introduced(storage, LI, "芳姐", "13800000002")
    await join(storage, wang, li)
    await book(storage, LI, "芳姐")
    await storage.run(lambda work: privacy.erase_phone(work, "13800000002"))
    told = await resident(storage, LI)
    assert told is not None
    assert (told.name, told.phone) == ("", "")
    kept = await resident(storage, WANG)
    assert kept is not None
    assert kept.name == "王芳"


async def test_who_leaves_us_on_one_channel_stays_known_on_the_other(storage: Storage) -> None:
    wang = await introduced(storage, WANG, "王芳", "13800000001")
    li = await meet(storage, LI)
    await join(storage, wang, li)
    leaving = await meet(storage)
    await storage.run(lambda work: links.forget_told(work, leaving))
    told = await resident(storage, LI)
    assert told is not None
    assert told.phone == "13800000001"
    await part(storage, li)
    alone = await resident(storage, WANG)
    assert alone is not None
    assert (alone.name, alone.phone) == ("", "")


async def test_retention_parts_who_was_not_seen_and_ends_their_proxies(storage: Storage) -> None:
    wang = await introduced(storage, WANG, "王芳", "13800000001")
    li, child = await meet(storage, LI), await meet(storage, WEB)
    await join(storage, wang, li)
    await manage(storage, wang, child)
    later = NOW + timedelta(days=200)
    await storage.run(lambda work: contacts.meet(work, LI, None, later))
    await storage.run(lambda work: privacy.forget_old(work, later, 180))
    assert await fellows(storage, wang) == [LI]
    assert await storage.read(lambda work: proxies.managed_by(work, child.id)) == ()
    much_later = later + timedelta(days=200)
    await storage.run(lambda work: privacy.forget_old(work, much_later, 180))
    assert await fellows(storage, wang) == []


async def test_the_trail_of_links_can_only_grow(storage: Storage) -> None:
    wang, li = await meet(storage), await meet(storage, LI)
    entry = LinkEntry(LinkAct.LINKED, wang.id, li.id, Actor("张敏", "onebot"), "phone")
    await storage.run(lambda work: links.note(work, entry, NOW))
    for text in ("UPDATE link_audit SET actor = ''", "DELETE FROM link_audit"):
        change = Statement("change", text, text, ())
        with pytest.raises(Exception, match="append-only"):
            await storage.run(lambda work, one=change: work.execute(one))  # type: ignore[misc]
    [line] = await storage.read(lambda work: links.trail(work, li.id))
    assert (line.act, line.actor.name, line.at) == (LinkAct.LINKED, "张敏", NOW)
