"""The lane: turns share a commit but not a fate, and it works again after every trouble."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.storage import Overloaded, StorageDown, Turn, UnitOfWork, inbox
from bot.storage.sqlite import SqliteStorage
from tests.storage.examples import NOW, facts_in
from tests.storage.lane_turns import (
    BUSY_MS,
    Stopper,
    break_a_rule_after_writing,
    count_facts,
    fact,
    fail_after_writing,
    owe_a_row_until_commit,
    sql,
    together,
    wait_after_writing,
)


@pytest.fixture
async def lane(sqlite_file: Path) -> AsyncIterator[SqliteStorage]:
    """A lane with little patience and a short queue."""
    storage = SqliteStorage(sqlite_file, max_depth=10, busy_ms=BUSY_MS)
    await storage.start()
    yield storage
    await storage.stop()


@pytest.mark.parametrize(
    ("faulty", "error"),
    [
        (fail_after_writing, KeyError),
        (break_a_rule_after_writing, sqlite3.IntegrityError),
        (wait_after_writing, RuntimeError),
    ],
)
async def test_a_faulty_turn_takes_nobody_with_it(
    lane: SqliteStorage, sqlite_file: Path, faulty: Turn[bool], error: type[Exception]
) -> None:
    first, failed, last = await together(lane, fact("a"), faulty, fact("b"))
    assert (first, last) == (True, True)
    assert isinstance(failed, error)
    assert facts_in(sqlite_file) == ["a", "b"]


async def test_around_faults_in_a_row_every_other_turn_is_stored_once(
    lane: SqliteStorage, sqlite_file: Path
) -> None:
    for number in range(3):
        keys = (f"{number}a", f"{number}b")
        outcome = await together(lane, fact(keys[0]), fail_after_writing, fact(keys[1]))
        assert (outcome[0], outcome[2]) == (True, True)
        assert isinstance(outcome[1], KeyError)
    assert facts_in(sqlite_file) == ["0a", "0b", "1a", "1b", "2a", "2b"]


@pytest.mark.parametrize("faulty", [fail_after_writing, wait_after_writing])
async def test_a_faulty_turn_alone_leaves_nothing(
    lane: SqliteStorage, sqlite_file: Path, faulty: Turn[bool]
) -> None:
    with pytest.raises((KeyError, RuntimeError)):
        await lane.run(faulty)
    assert facts_in(sqlite_file) == []
    assert await lane.run(fact("a"))


async def test_a_long_turn_does_not_hold_the_event_loop(
    lane: SqliteStorage, sqlite_file: Path
) -> None:
    stopper, task = await Stopper.hold(lane)
    assert await lane.read(count_facts) == 0  # readers are served meanwhile
    stopper.go.set()
    await task
    assert await lane.run_long(fact("a"))
    with pytest.raises(KeyError):
        await lane.run_long(fail_after_writing)
    assert facts_in(sqlite_file) == ["a"]


async def test_a_commit_that_fails_fails_every_turn_of_its_batch_and_no_other(
    lane: SqliteStorage, sqlite_file: Path
) -> None:
    before = await lane.run(fact("before"))
    outcome = await together(lane, fact("a"), owe_a_row_until_commit, fact("b"))
    assert before
    assert [type(each) for each in outcome] == [StorageDown] * 3
    assert await lane.run(fact("after"))
    assert facts_in(sqlite_file) == ["after", "before"]


async def test_a_hundred_turns_at_once_are_all_stored_in_the_order_they_came(
    lane: SqliteStorage, sqlite_file: Path
) -> None:
    order: list[int] = []

    async def note(work: UnitOfWork, number: int) -> None:
        await inbox.remember(work, f"{number:03}", 1, NOW)
        order.append(number)

    for first in range(0, 100, 10):  # ten may wait at once
        numbers = range(first, first + 10)
        await asyncio.gather(*(lane.run(partial(note, number=number)) for number in numbers))
    assert order == list(range(100))
    assert facts_in(sqlite_file) == [f"{number:03}" for number in range(100)]


async def test_a_full_queue_says_so_at_once_and_stores_nothing(
    lane: SqliteStorage, sqlite_file: Path
) -> None:
    stopper, task = await Stopper.hold(lane)
    waiting = [asyncio.create_task(lane.run(fact(str(n)))) for n in range(9)]
    await asyncio.sleep(0)
    assert lane.depth == 10
    with pytest.raises(Overloaded):  # while the lane stands still: nothing was asked of the disk
        await lane.run(fact("too many"))
    stopper.go.set()
    await asyncio.gather(task, *waiting)
    assert lane.depth == 0
    assert facts_in(sqlite_file) == [str(n) for n in range(9)]


async def test_a_locked_database_is_down_and_then_works_again(
    lane: SqliteStorage, sqlite_file: Path
) -> None:
    with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageDown, match="locked"):
            await lane.run(fact("a"))
        other.execute("ROLLBACK")
    assert await lane.run(fact("b"))
    assert facts_in(sqlite_file) == ["b"]


async def test_the_lane_waits_for_another_process_while_messages_gather(sqlite_file: Path) -> None:
    patient = SqliteStorage(sqlite_file, busy_ms=10_000)
    await patient.start()
    with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        first = asyncio.create_task(patient.run(fact("a")))
        assert await patient.read(count_facts) == 0  # the loop goes on
        second = asyncio.create_task(patient.run(fact("b")))
        assert await patient.read(count_facts) == 0
        assert not first.done()
        other.execute("ROLLBACK")
    assert all(await asyncio.gather(first, second))
    await patient.stop()
    assert facts_in(sqlite_file) == ["a", "b"]


async def leave_room(lane: SqliteStorage, pages: int) -> None:
    """Let the file grow by so many pages and no more."""

    async def limit(work: UnitOfWork) -> None:
        row = await work.fetch_one(sql("PRAGMA page_count"))
        assert row is not None
        await work.fetch_one(sql(f"PRAGMA max_page_count = {row['page_count'] + pages}"))

    await lane.run(limit)


async def fill(lane: SqliteStorage, acknowledged: list[str]) -> None:
    """Store facts until the disk is full."""
    for n in range(100):
        key = f"{n:03}" + "x" * 3000
        await lane.run(fact(key))
        acknowledged.append(key)


async def test_a_full_disk_loses_nothing_acknowledged_and_the_lane_recovers(
    lane: SqliteStorage, sqlite_file: Path
) -> None:
    await leave_room(lane, 20)
    acknowledged: list[str] = []
    with pytest.raises(StorageDown, match="full"):
        await fill(lane, acknowledged)
    assert acknowledged
    assert facts_in(sqlite_file) == acknowledged
    await leave_room(lane, 1000)
    assert await lane.run(fact("zzz"))
    assert facts_in(sqlite_file) == [*acknowledged, "zzz"]


async def test_stop_finishes_what_is_queued_and_then_refuses(
    lane: SqliteStorage, sqlite_file: Path
) -> None:
    stopper, task = await Stopper.hold(lane)
    waiting = [asyncio.create_task(lane.run(fact(str(n)))) for n in range(5)]
    await asyncio.sleep(0)
    stopping = asyncio.create_task(lane.stop())
    await asyncio.sleep(0)
    with pytest.raises(StorageDown):
        await lane.run(fact("late"))
    stopper.go.set()
    await asyncio.gather(task, stopping, *waiting)
    assert facts_in(sqlite_file) == ["0", "1", "2", "3", "4"]


async def test_a_caller_who_gives_up_loses_no_commit_and_breaks_nothing(
    lane: SqliteStorage, sqlite_file: Path
) -> None:
    stopper, task = await Stopper.hold(lane)
    impatient = asyncio.create_task(lane.run(fact("a")))
    neighbour = asyncio.create_task(lane.run(fact("b")))  # in the same batch, behind it
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    stopper.go.set()
    await task
    assert await asyncio.wait_for(neighbour, 10)
    assert await lane.run(fact("c"))
    assert facts_in(sqlite_file) == ["a", "b", "c"]
    assert lane.depth == 0


async def test_a_reader_sees_one_moment_and_cannot_write(
    lane: SqliteStorage, sqlite_file: Path
) -> None:
    async def count_twice(work: UnitOfWork) -> list[int]:
        first = await count_facts(work)
        with closing(sqlite3.connect(sqlite_file)) as other, other:
            other.execute("INSERT INTO inbox (key, contact_id, received_at) VALUES ('a', 1, 1)")
        return [first, await count_facts(work)]

    assert await lane.read(count_twice) == [0, 0]
    assert await lane.read(count_facts) == 1
    with pytest.raises(StorageDown, match="readonly"):
        await lane.read(fact("no"))
