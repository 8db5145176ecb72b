"""The courier at work: several at once, slow platforms, an early end, a disk that is full."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.messages import ContactRef, Purpose
from bot.storage import Storage, outbox
from bot.storage.outbox import Letter
from bot.storage.sqlite import SqliteStorage
from tests.handlers.courier_house import (
    GROUP,
    LIU,
    LONG,
    NOW,
    WANG,
    PostOffice,
    seconds,
    unreachable,
)
from tests.handlers.post_office import opened


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[PostOffice]:
    async with opened(sqlite_url) as office:
        yield office


async def test_of_two_processes_each_message_is_sent_by_one(storage: Storage) -> None:
    office = PostOffice(storage)
    people = [ContactRef("onebot", str(10000 + number)) for number in range(20)]
    for person in people:
        await office.tell(person, "明早值班", purpose=Purpose.REMINDER)
    await asyncio.gather(*(office.deliver(owner=f"process-{number}") for number in range(2)))
    assert sorted(m.to.address for m in office.onebot.taken) == [p.address for p in people]


async def test_of_two_processes_none_uses_the_same_last_window_message(storage: Storage) -> None:
    office = PostOffice(storage)
    await office.open_window(messages=1)
    await office.tell(WANG, LONG, LONG)
    await asyncio.gather(*(office.deliver(owner=f"process-{number}") for number in range(2)))
    await office.deliver()
    assert office.wechat.said == [LONG]
    assert await office.states() == ["sent", "unreachable"]
    assert len(await office.calls()) == 1


async def _die_while_sending(office: PostOffice) -> None:
    """A process that leased the message, and never came to store what became of it."""
    office.wechat.open.clear()
    courier = office.courier("the-dead", stop_seconds=0.05)
    await courier.start()
    await office.wechat.until(lambda wechat: wechat.tries == 1)
    await courier.stop()
    office.wechat.open.set()


async def test_a_send_cut_off_by_a_crash_is_unknown_not_repeated_and_verified_once(
    storage: Storage,
) -> None:
    office = PostOffice(storage)
    await office.open_window()
    await office.tell(WANG, "已确认")
    await _die_while_sending(office)
    await office.deliver(later=100, owner="the-next")
    assert await office.states() == ["due"]  # the dead one's lease still holds
    await office.deliver(later=60, owner="the-next")
    await office.deliver(later=3600, owner="the-next")
    assert await office.states() == ["unknown"]
    assert office.wechat.tries == 1
    [note] = await office.notes()
    assert "请电话核实" in note


async def test_on_sqlite_a_restart_knows_at_once_what_was_cut_off(office: PostOffice) -> None:
    await office.open_window()
    await office.tell(WANG, "已确认")
    await _die_while_sending(office)
    courier = office.courier("the-next")
    await courier.start()
    await office.onebot.until(lambda onebot: len(onebot.said) == 1)
    await courier.stop()
    assert await office.states() == ["unknown"]


async def test_a_slow_platform_delays_no_other(office: PostOffice) -> None:
    office.onebot.open.clear()
    await office.open_window()
    courier = office.courier()
    await courier.start()
    await office.tell(GROUP, "卡片", purpose=Purpose.CARD)
    courier.wake()
    await office.onebot.until(lambda onebot: onebot.tries == 1)
    await office.tell(WANG, LONG, "二")
    courier.wake()
    await office.wechat.until(lambda wechat: wechat.said == [LONG, "二"])
    assert office.onebot.said == []
    office.onebot.open.set()
    await courier.stop()
    assert office.onebot.said == ["卡片"]


async def test_one_qq_account_is_given_one_message_at_a_time_wechat_many(
    office: PostOffice,
) -> None:
    office.onebot.open.clear()
    office.wechat.open.clear()
    for number in range(12):
        await office.tell(ContactRef("onebot", str(number)), "提醒", purpose=Purpose.REMINDER)
        await office.open_window(ContactRef("wechat", str(number)))
        await office.tell(ContactRef("wechat", str(number)), "已确认")
    courier = office.courier()
    await courier.start()
    await office.wechat.until(lambda wechat: wechat.tries == 8)
    await office.onebot.until(lambda onebot: onebot.tries == 1)
    assert (office.wechat.tries, office.onebot.tries) == (8, 1)
    office.onebot.open.set()
    office.wechat.open.set()
    await office.wechat.until(lambda wechat: len(wechat.said) == 12)
    await office.onebot.until(lambda onebot: len(onebot.said) == 12)
    await courier.stop()


async def test_a_stop_waits_for_what_is_under_way_and_starts_nothing_new(
    office: PostOffice,
) -> None:
    office.wechat.open.clear()
    await office.open_window()
    await office.tell(WANG, LONG, "二")
    courier = office.courier()
    await courier.start()
    await office.wechat.until(lambda wechat: wechat.tries == 1)
    stopping = asyncio.create_task(courier.stop())
    await asyncio.sleep(0)
    office.wechat.open.set()
    await stopping
    assert await office.states() == ["sent", "due"]


async def test_a_stop_is_quick_even_if_a_platform_never_answers(office: PostOffice) -> None:
    office.wechat.open.clear()
    await office.open_window()
    await office.tell(WANG, "一")
    courier = office.courier()
    await courier.start()
    await office.wechat.until(lambda wechat: wechat.tries == 1)
    begun = asyncio.get_running_loop().time()
    await courier.stop()
    assert asyncio.get_running_loop().time() - begun < 2


async def test_what_a_platform_took_is_stored_as_soon_as_the_disk_lets_us(
    sqlite_file: Path,
) -> None:
    storage = SqliteStorage(sqlite_file, busy_ms=10)
    await storage.start()
    office = PostOffice(storage)
    await office.open_window()
    await office.tell(WANG, "已确认")
    office.wechat.open.clear()
    delivering = asyncio.create_task(office.deliver())
    await office.wechat.until(lambda wechat: wechat.tries == 1)
    with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        office.wechat.open.set()
        done, _ = await asyncio.wait([delivering], timeout=0.2)
        assert not done
        other.execute("ROLLBACK")
    assert await delivering == 1
    assert await office.states() == ["sent"]
    assert office.wechat.tries == 1
    await storage.stop()


class _Listener(logging.Handler):
    """Says when the courier has met a database that is away."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        """Any line that names the fault will do."""
        if "StorageDown" in record.getMessage():
            self.heard.set()


@pytest.fixture
def listener() -> Iterator[_Listener]:
    listener = _Listener()
    logging.getLogger("bot.handlers.courier").addHandler(listener)
    yield listener
    logging.getLogger("bot.handlers.courier").removeHandler(listener)


async def test_a_courier_outlives_a_database_that_is_away_for_a_while(
    sqlite_file: Path, listener: _Listener
) -> None:
    storage = SqliteStorage(sqlite_file, busy_ms=10)
    await storage.start()
    office = PostOffice(storage)
    courier = office.courier()
    await courier.start()
    await office.put(Letter(GROUP, "卡片", Purpose.CARD, due_at=NOW + seconds(10)))
    with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        office.now += seconds(10)
        courier.wake()
        async with asyncio.timeout(5):
            await listener.heard.wait()
        other.execute("ROLLBACK")
    await office.onebot.until(lambda onebot: onebot.said == ["卡片"])
    await courier.stop()
    await storage.stop()


async def test_a_row_nobody_can_read_stops_nobody_else(
    office: PostOffice, sqlite_file: Path
) -> None:
    await office.tell(LIU, "坏的")
    with closing(sqlite3.connect(sqlite_file)) as other, other:
        other.execute("UPDATE outbox SET fields = '{'")
    office.onebot.foretell(ContactRef("onebot", "1"), unreachable("1404"))
    await office.tell(GROUP, "卡片", purpose=Purpose.CARD)
    assert await office.deliver() == 1
    assert office.onebot.said == ["卡片"]


async def test_a_lease_outlasts_the_longest_send_of_any_channel(office: PostOffice) -> None:
    await office.tell(GROUP, "卡片", purpose=Purpose.CARD)
    office.onebot.open.clear()
    delivering = asyncio.create_task(office.deliver())
    await office.onebot.until(lambda onebot: onebot.tries == 1)
    late = NOW + seconds(90)
    assert await office.storage.run(lambda work: outbox.lost(work, late)) == ()
    office.onebot.open.set()
    assert await delivering == 1
