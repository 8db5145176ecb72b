"""The waiting list: the first stays the first, and nobody outside it gets what is owed to it."""

from collections import Counter
from datetime import datetime, timedelta

from bot.domain.messages import ContactRef
from bot.domain.waiting import WaitingEntry
from bot.storage import Storage, UnitOfWork, places, waiting
from tests.storage.examples import (
    LI,
    NOW,
    TOMORROW,
    WANG,
    at_once,
    meet,
    minutes,
    open_ticket,
    slot,
)

LATER = TOMORROW + timedelta(minutes=30)
LEAD = timedelta(minutes=30)


async def join(
    storage: Storage, ref: ContactRef = WANG, starts: tuple[datetime, ...] = (TOMORROW,)
) -> WaitingEntry:
    contact = await meet(storage, ref)
    wish = WaitingEntry(
        0,
        contact.id,
        "社保卡",
        starts[0],
        starts[-1],
        "王芳",
        "13800000001",
        "",
        "",
        None,
        None,
        NOW,
    )
    entry = await storage.run(lambda work: waiting.add(work, wish, starts))
    assert entry is not None
    return entry


async def hold(storage: Storage, contact_id: int, capacity: int = 1, now: datetime = NOW) -> bool:
    until = now + timedelta(minutes=10)
    return await storage.run(lambda work: places.hold(work, slot(capacity), contact_id, until, now))


async def invite(storage: Storage, entry: WaitingEntry) -> bool:
    async def turn(work: UnitOfWork) -> bool:
        if not await waiting.invite(work, entry, TOMORROW, minutes(30)):
            return False
        await waiting.leave_line(work, entry)
        return await places.promise(work, slot(1), entry.holder, minutes(30), NOW)

    return await storage.run(turn)


async def next_moment(storage: Storage, now: datetime) -> datetime | None:
    return await storage.read(lambda work: waiting.next_moment(work, LEAD, now))


async def test_an_entry_is_stored_as_it_was_given(storage: Storage) -> None:
    entry = await join(storage, starts=(TOMORROW, LATER))
    found = await storage.read(lambda work: waiting.by_id(work, entry.id))
    assert found == entry
    assert (entry.first_at, entry.last_at, entry.answer_by) == (TOMORROW, LATER, None)


async def test_who_waits_already_does_not_wait_twice(storage: Storage) -> None:
    entry = await join(storage)
    assert await storage.run(lambda work: waiting.add(work, entry, (TOMORROW,))) is None


async def test_the_line_keeps_its_order(storage: Storage) -> None:
    first, second = await join(storage), await join(storage, LI, (TOMORROW, LATER))
    line = await storage.read(lambda work: waiting.line(work, "社保卡", TOMORROW))
    assert line == (first, second)
    assert await storage.read(lambda work: waiting.ahead(work, first)) == 0
    assert await storage.read(lambda work: waiting.ahead(work, second)) == 1


async def test_a_free_place_is_owed_to_the_line(storage: Storage) -> None:
    await join(storage)
    assert not await hold(storage, 99, capacity=1)
    assert await hold(storage, 99, capacity=2)
    assert not await hold(storage, 98, capacity=2)
    until = TOMORROW + timedelta(days=1)
    taken = await storage.read(lambda work: places.taken(work, "社保卡", TOMORROW, until, NOW))
    assert taken == {TOMORROW: 2}


async def test_of_many_who_invite_at_once_one_succeeds(storage: Storage) -> None:
    entry = await join(storage)

    async def turn(work: UnitOfWork) -> bool:
        return await waiting.invite(work, entry, TOMORROW, minutes(30))

    assert Counter(await at_once(storage, [turn] * 20)) == {True: 1, False: 19}


async def test_an_invitation_keeps_a_place_apart_from_own_holds(storage: Storage) -> None:
    entry = await join(storage)
    assert await invite(storage, entry)
    await storage.run(lambda work: places.release_holds(work, entry.contact_id))
    assert not await hold(storage, 99)
    assert await storage.run(
        lambda work: places.hand_over(work, slot(1), entry.holder, entry.contact_id, NOW)
    )
    await storage.run(lambda work: places.release_holds(work, entry.contact_id))
    assert await hold(storage, 99)


async def test_the_end_of_a_wait_gives_its_place_back(storage: Storage) -> None:
    entry = await join(storage)
    assert await invite(storage, entry)
    assert await storage.run(lambda work: waiting.remove(work, entry))
    assert not await storage.run(lambda work: waiting.remove(work, entry))
    assert await hold(storage, 99)


async def test_a_resting_place_is_for_the_line_only(storage: Storage) -> None:
    ticket = await open_ticket(storage)
    claim = (ticket.id, None)
    assert await storage.run(lambda work: places.sit(work, slot(1), 1, claim, NOW))
    await storage.run(lambda work: places.rest(work, ticket.id, None, minutes(60), NOW))
    assert not await hold(storage, 99)
    assert await hold(storage, 99, now=minutes(60))

    entry = await join(storage)
    await storage.run(lambda work: places.release_holds(work, 99))
    await storage.run(lambda work: places.sit(work, slot(2), 0, (None, minutes(60)), NOW))
    assert await invite(storage, entry)


async def test_wanted_starts_tell_how_many_places_are_taken(storage: Storage) -> None:
    await hold(storage, 99)
    await join(storage, starts=(TOMORROW, LATER))
    found = await storage.read(lambda work: waiting.wanted(work, NOW, NOW))
    assert [(each.start, each.taken) for each in found] == [(TOMORROW, 1), (LATER, 0)]
    later = await storage.read(lambda work: waiting.wanted(work, TOMORROW, minutes(11)))
    assert [(each.start, each.taken) for each in later] == [(LATER, 0)]


async def test_due_moments_come_in_order(storage: Storage) -> None:
    entry = await join(storage)
    await hold(storage, 99, capacity=2)
    for now, moment in (
        (NOW, minutes(10)),
        (minutes(10), TOMORROW - LEAD),
        (TOMORROW - LEAD, None),
    ):
        assert await next_moment(storage, now) == moment
    assert await storage.read(lambda work: waiting.in_vain(work, minutes(30))) == ()
    assert await storage.read(lambda work: waiting.in_vain(work, TOMORROW)) == (entry,)


async def test_an_answer_falls_due(storage: Storage) -> None:
    entry = await join(storage)
    await invite(storage, entry)
    assert await storage.read(lambda work: waiting.unanswered(work, minutes(29))) == ()
    (due,) = await storage.read(lambda work: waiting.unanswered(work, minutes(30)))
    assert (due.id, due.place_at, due.is_invited(minutes(29))) == (entry.id, TOMORROW, True)


async def test_an_offered_time_belongs_to_its_ticket(storage: Storage) -> None:
    ticket = await open_ticket(storage)
    claim = (ticket.id, minutes(30))
    assert await storage.run(lambda work: places.sit(work, slot(1), 1, claim, NOW))
    assert not await hold(storage, 99)
    assert await hold(storage, 99, now=minutes(30))
    assert not await storage.run(
        lambda work: places.keep_offered(work, slot(1), ticket.id, minutes(30))
    )


async def test_an_erased_person_waits_for_nothing(storage: Storage) -> None:
    entry = await join(storage)
    await storage.run(lambda work: waiting.erase_contact(work, entry.contact_id))
    assert await storage.read(lambda work: waiting.by_id(work, entry.id)) is None
    assert await hold(storage, 99)


async def test_a_phone_that_is_erased_waits_for_nothing(storage: Storage) -> None:
    entry = await join(storage)
    await storage.run(lambda work: waiting.erase_phone(work, "13900002222"))
    assert await storage.read(lambda work: waiting.by_id(work, entry.id)) == entry
    await storage.run(lambda work: waiting.erase_phone(work, entry.phone))
    assert await storage.read(lambda work: waiting.by_id(work, entry.id)) is None


async def test_who_found_no_place_stands_where_they_stood(storage: Storage) -> None:
    first, second = await join(storage), await join(storage, LI)
    assert await storage.run(lambda work: waiting.invite(work, first, TOMORROW, minutes(30)))
    await storage.run(lambda work: waiting.uninvite(work, first))
    assert await storage.read(lambda work: waiting.line(work, "社保卡", TOMORROW)) == (
        first,
        second,
    )


async def test_the_line_of_a_day_is_counted(storage: Storage) -> None:
    await join(storage, starts=(TOMORROW, LATER))
    for since, until, count in (
        (NOW, TOMORROW, 0),
        (NOW, LATER, 1),
        (LATER, LATER + LEAD, 1),
        (LATER + LEAD, LATER + LEAD * 2, 0),
    ):
        assert await in_line(storage, since, until) == count


async def in_line(storage: Storage, since: datetime, until: datetime) -> int:
    return await storage.read(lambda work: waiting.count_between(work, since, until))


async def test_offered_times_are_given_back_but_not_the_booked_one(storage: Storage) -> None:
    ticket = await open_ticket(storage)
    claims = ((TOMORROW, None), (LATER, minutes(30)))
    for start, until in claims:
        await sit(storage, start, (ticket.id, until))
    await storage.run(lambda work: places.release_offered(work, ticket.id))
    until = TOMORROW + timedelta(days=1)
    taken = await storage.read(lambda work: places.taken(work, "社保卡", TOMORROW, until, NOW))
    assert taken == {TOMORROW: 1}


async def sit(storage: Storage, start: datetime, claim: tuple[int, datetime | None]) -> None:
    assert await storage.run(lambda work: places.sit(work, slot(1, start), 1, claim, NOW))
