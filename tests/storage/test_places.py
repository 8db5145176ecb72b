"""Places at slots: never one too many."""

from collections.abc import Awaitable
from datetime import datetime, timedelta

from bot.domain.slots import Slot
from bot.storage import Storage, UnitOfWork, places
from tests.storage.examples import (
    NOW,
    TOMORROW,
    at_once,
    minutes,
    open_ticket,
    slot,
)


class Hold:
    """A turn in which one contact holds a place until ten past nine."""

    def __init__(self, contact_id: int, wanted: Slot) -> None:
        self.contact_id, self.wanted = contact_id, wanted

    def __call__(self, work: UnitOfWork) -> Awaitable[bool]:
        return places.hold(work, self.wanted, self.contact_id, minutes(10), NOW)


async def hold(storage: Storage, contact_id: int, capacity: int = 1, now: datetime = NOW) -> bool:
    until = now + timedelta(minutes=10)
    return await storage.run(lambda work: places.hold(work, slot(capacity), contact_id, until, now))


async def taken(storage: Storage, now: datetime = NOW) -> int:
    until = TOMORROW + timedelta(days=1)
    found = await storage.read(lambda work: places.taken(work, "社保卡", TOMORROW, until, now))
    return found.get(TOMORROW, 0)


async def test_two_hundred_people_at_once_get_exactly_three_places(storage: Storage) -> None:
    got = await at_once(storage, [Hold(person, slot(3)) for person in range(200)])
    assert sum(got) == 3
    assert await taken(storage) == 3


async def test_places_are_counted_per_service_and_start(storage: Storage) -> None:
    later = TOMORROW + timedelta(minutes=30)
    wanted = [slot(), slot(start=later), slot(start=later), slot(service="医保")]
    await at_once(storage, [Hold(person, one) for person, one in enumerate(wanted)])
    found = await storage.read(
        lambda work: places.taken(work, "社保卡", TOMORROW, TOMORROW + timedelta(days=1), NOW)
    )
    assert found == {TOMORROW: 1, later: 2}
    none = await storage.read(
        lambda work: places.taken(work, "社保卡", NOW, TOMORROW, NOW)  # until is exclusive
    )
    assert none == {}


async def test_an_expired_hold_is_taken_over(storage: Storage) -> None:
    assert await hold(storage, 1)
    assert not await hold(storage, 2, now=minutes(9))
    assert await hold(storage, 2, now=minutes(10))
    assert not await hold(storage, 1, now=minutes(11))


async def test_holding_again_prolongs_the_hold_and_takes_no_second_place(
    storage: Storage,
) -> None:
    assert await hold(storage, 1, capacity=2)
    assert await hold(storage, 1, capacity=2, now=minutes(5))
    assert await taken(storage, minutes(14)) == 1
    assert await taken(storage, minutes(15)) == 0


async def test_fewer_places_than_before_sell_no_more(storage: Storage) -> None:
    await at_once(storage, [Hold(person, slot(5)) for person in range(5)])
    for person in range(3):
        await storage.run(lambda work, one=person: places.release_holds(work, one))  # type: ignore[misc]
    got = await at_once(storage, [Hold(person, slot(3)) for person in range(10, 20)])
    assert sum(got) == 1
    assert not await hold(storage, 99, capacity=0)


async def test_a_hold_becomes_the_place_of_a_ticket_and_stays(storage: Storage) -> None:
    booked = await open_ticket(storage)
    contact = booked.contact_id or 0
    await hold(storage, contact)
    assert await storage.run(lambda work: places.keep(work, slot(1), contact, booked.id, NOW))
    assert await taken(storage, minutes(60)) == 1
    await storage.run(lambda work: places.release_holds(work, contact))
    assert await taken(storage) == 1
    await storage.run(lambda work: places.release_ticket(work, booked.id))
    assert await taken(storage) == 0


async def test_a_ticket_without_a_hold_takes_a_free_place_or_none(storage: Storage) -> None:
    booked = await open_ticket(storage)
    await hold(storage, 77)
    keep = lambda work: places.keep(work, slot(1), 1, booked.id, NOW)  # noqa: E731 - used twice
    assert not await storage.run(keep)
    await storage.run(lambda work: places.release_holds(work, 77))
    assert await storage.run(keep)


async def test_a_hold_that_ran_out_and_was_taken_by_another_cannot_be_kept(
    storage: Storage,
) -> None:
    booked = await open_ticket(storage)
    contact = booked.contact_id or 0
    await hold(storage, contact)
    await hold(storage, 77, now=minutes(10))
    assert not await storage.run(
        lambda work: places.keep(work, slot(1), contact, booked.id, minutes(11))
    )


async def test_only_holds_that_ran_out_are_cleared(storage: Storage) -> None:
    await hold(storage, 1, capacity=2)
    await hold(storage, 2, capacity=2, now=minutes(5))
    assert await storage.run(lambda work: places.drop_expired(work, minutes(10))) == 1
    assert await taken(storage, minutes(10)) == 1
