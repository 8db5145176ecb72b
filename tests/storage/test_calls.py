"""Calls that clerks type in: whose, the newest, and forgotten in time."""

from datetime import timedelta

from bot.domain.messages import ContactRef
from bot.storage import Storage, UnitOfWork, calls, contacts
from tests.storage.examples import NOW


async def test_the_newest_call_of_a_clerk_is_found_with_what_came_of_it(storage: Storage) -> None:
    async def take_two(work: UnitOfWork) -> tuple[calls.Call | None, calls.Call | None]:
        caller = await contacts.meet(work, ContactRef("street_hotline", "call-1"), None, NOW)
        first = await calls.add(work, "王芳", NOW)
        second = await calls.add(work, "王芳", NOW + timedelta(minutes=1))
        await calls.add(work, "陈静", NOW + timedelta(minutes=2))
        kept = calls.Call(first.id, "王芳", caller.id, "A101", NOW)
        await calls.keep(work, kept, NOW + timedelta(minutes=3))
        assert await calls.by_id(work, second.id) == second
        found = await calls.by_id(work, first.id)
        return found, await calls.latest(work, "王芳", NOW)

    found, latest = await storage.run(take_two)

    assert found is not None
    assert (found.ticket, found.code) == ("A101", f"L{found.id}")
    assert latest == found


async def test_an_old_call_is_not_meant_any_more_and_then_forgotten(storage: Storage) -> None:
    async def take_one(work: UnitOfWork) -> calls.Call | None:
        await calls.add(work, "王芳", NOW)
        return await calls.latest(work, "王芳", NOW + timedelta(minutes=1))

    assert await storage.run(take_one) is None
    gone = await storage.run(lambda work: calls.forget_before(work, NOW + timedelta(days=1)))
    assert gone == 1
