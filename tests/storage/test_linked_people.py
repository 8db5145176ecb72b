"""What linked contacts share: appointments, limits, proxies, and what erasing leaves of them."""

from datetime import timedelta

import pytest

from bot.domain.links import LinkAct
from bot.domain.tickets import Actor
from bot.storage import (
    Storage,
    contacts,
    links,
    privacy,
    proxies,
    tickets,
)
from bot.storage.links import LinkEntry
from bot.storage.statements import Statement
from tests.storage.examples import LI, NOW, WANG, meet, ticket
from tests.storage.link_house import (
    WEB,
    book,
    fellows,
    introduced,
    join,
    manage,
    part,
    resident,
    seen,
    show,
)


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
