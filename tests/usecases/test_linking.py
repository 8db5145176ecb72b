"""Linking and proxies: guessing is stopped, staff are named, nobody manages too much."""

from datetime import datetime, timedelta

from bot.domain.links import CodeKind, LinkAct
from bot.domain.messages import ContactRef
from bot.domain.tickets import Actor
from bot.storage import contacts, links, outbox
from bot.storage.contacts import Contact
from bot.storage.proxies import Proxy
from bot.usecases.linking import may_try, show_code, tell, try_code
from bot.usecases.linking_by_staff import Pair, Tied, entrust, link, unlink, withdraw
from bot.usecases.office import Office
from bot.usecases.people import part_with
from bot.usecases.proxies import Agreed, give
from tests.domain.centres import when
from tests.usecases.centre import Centre

NOW = when("2026-11-23 10:00")
CLERK = Actor("王芳", "onebot")
SELF = Actor("resident", "web")


async def meet(centre: Centre, who: str, at: datetime = NOW, channel: str = "web") -> Contact:
    return await centre.do(
        at, lambda office: contacts.meet(office.work, ContactRef(channel, who), None, at)
    )


async def guess(centre: Centre, contact: Contact, code: str, at: datetime = NOW) -> bool | None:
    """Whether the code was right; None when the contact may not try."""

    async def verb(office: Office) -> bool | None:
        if not await may_try(office, contact):
            return None
        return await try_code(office, contact, code) is not None

    return await centre.do(at, verb)


async def show(centre: Centre, contact: Contact, at: datetime = NOW) -> str:
    return await centre.do(at, lambda office: show_code(office, contact, CodeKind.LINK))


async def test_many_contacts_together_cannot_guess_for_long(centre: Centre) -> None:
    liu = await meet(centre, "liu")
    code = await show(centre, liu)
    others = [await meet(centre, f"stranger-{number}") for number in range(11)]
    for number, other in enumerate(others[:10]):
        for digit in range(5):
            wrong = f"{number}{digit}0000"
            assert await guess(centre, other, wrong) is (wrong == code)

    assert await guess(centre, others[10], code) is None
    later = NOW + timedelta(minutes=6)
    fresh = await show(centre, liu, later)
    assert await guess(centre, others[10], fresh, later) is True


async def test_what_staff_link_names_them_and_can_be_undone(centre: Centre) -> None:
    pair = Pair(await meet(centre, "liu"), await meet(centre, "liu", channel="qq"))

    assert await centre.do(NOW, lambda office: link(office, pair, CLERK)) is Tied.DONE
    assert await centre.do(NOW, lambda office: link(office, pair, CLERK)) is Tied.ALREADY
    assert await centre.do(NOW, lambda office: unlink(office, pair.first.id, CLERK)) == "QQ"
    assert await centre.do(NOW, lambda office: unlink(office, pair.first.id, CLERK)) == ""

    trail = await centre.storage.read(lambda work: links.trail(work, pair.first.id))
    assert [(line.act, line.actor) for line in trail] == [
        (LinkAct.LINKED, CLERK),
        (LinkAct.PARTED, CLERK),
    ]
    told = [entry.to for entry in await centre.entries()]
    assert told.count(pair.first.ref) == told.count(pair.second.ref) == 2


async def test_a_proxy_of_staff_holds_once_and_is_withdrawn_once(centre: Centre) -> None:
    pair = Pair(await meet(centre, "child"), await meet(centre, "mother"))

    assert await centre.do(NOW, lambda office: entrust(office, pair, CLERK)) is Agreed.DONE
    assert await centre.do(NOW, lambda office: entrust(office, pair, CLERK)) is Agreed.ALREADY
    assert await centre.do(NOW, lambda office: withdraw(office, pair, CLERK))
    assert not await centre.do(NOW, lambda office: withdraw(office, pair, CLERK))


async def test_nobody_has_more_proxies_than_the_centre_allows(centre: Centre) -> None:
    mother = await meet(centre, "mother")
    family = [await meet(centre, f"child-{number}") for number in range(6)]

    async def agree(proxy: Proxy) -> Agreed:
        return await centre.do(NOW, lambda office: give(office, proxy, SELF))

    for child in family[:5]:
        assert await agree(Proxy(mother.id, child.id)) is Agreed.DONE
    assert await agree(Proxy(mother.id, family[5].id)) is Agreed.TOO_MANY
    assert await agree(Proxy(family[5].id, mother.id)) is Agreed.DONE
    assert await agree(Proxy(mother.id, mother.id)) is Agreed.SELF


async def test_who_unfollows_keeps_the_link_so_that_results_find_another_way(
    centre: Centre,
) -> None:
    pair = Pair(await meet(centre, "liu", channel="wechat"), await meet(centre, "liu"))
    await centre.do(NOW, lambda office: link(office, pair, CLERK))

    await centre.do(NOW, lambda office: part_with(office, pair.first))

    left = await centre.storage.read(lambda work: links.fellows(work, pair.first.id))
    assert [fellow.ref for fellow in left] == [pair.second.ref]


async def test_news_never_becomes_a_call(centre: Centre) -> None:
    refs = (ContactRef("street_hotline", "13800000001"), ContactRef("web", "liu"))

    await centre.do(NOW, lambda office: tell(office, refs, "已绑定"))

    entries = await centre.storage.read(outbox.everything)
    assert [entry.to for entry in entries] == [refs[1]]
