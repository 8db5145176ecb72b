"""Contacts joined to one resident and parted again, by codes that work once."""

import asyncio

import pytest

from bot.domain.links import CodeKind
from bot.domain.messages import ContactRef
from bot.storage import (
    Storage,
    UnitOfWork,
    contacts,
    link_codes,
    links,
    open_storage,
)
from bot.storage.contacts import Contact
from bot.storage.link_codes import LinkCode
from bot.storage.statements import Statement
from tests.storage.examples import LI, NOW, WANG, at_once, meet, minutes
from tests.storage.link_house import (
    CODE,
    WEB,
    book,
    fellows,
    introduced,
    join,
    part,
    resident,
    seen,
    show,
)


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
