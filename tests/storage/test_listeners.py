"""Who is told the next answer about a ticket besides its own contact."""

from datetime import datetime

from bot.domain.calendar import CHINA
from bot.domain.messages import ContactRef
from bot.storage import Storage, UnitOfWork, contacts, listeners

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
WANG, LIU = ContactRef("web", "wang"), ContactRef("web", "liu")
TICKET = 7


async def listen(work: UnitOfWork) -> tuple[int, int]:
    """Both listen; one of them twice."""
    first, second = [await contacts.meet(work, ref, None, NOW) for ref in (WANG, LIU)]
    for contact in (first, second, first):
        await listeners.add(work, TICKET, contact.id)
    return first.id, second.id


async def test_each_listener_is_released_once(storage: Storage) -> None:
    await storage.run(listen)

    first = await storage.run(lambda work: listeners.release(work, TICKET))
    second = await storage.run(lambda work: listeners.release(work, TICKET))

    assert set(first) == {WANG, LIU}
    assert len(first) == 2
    assert second == ()


async def test_a_forgotten_listener_is_not_told(storage: Storage) -> None:
    wang, _ = await storage.run(listen)

    await storage.run(lambda work: listeners.forget(work, wang))

    assert await storage.run(lambda work: listeners.release(work, TICKET)) == (LIU,)
