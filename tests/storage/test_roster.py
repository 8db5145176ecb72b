"""The roster's stored side: overrides, reminders issued exactly once, 收到."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from bot.domain.calendar import ShiftKind
from bot.domain.roster import Override
from bot.storage import Storage, UnitOfWork, open_storage, roster
from bot.storage.roster import ReminderKey
from tests.storage.examples import NOW, at_once, minutes

DAY = date(2026, 11, 28)
SWAP = Override(DAY, ShiftKind.HOLIDAY, ("张敏", "李雷"), "swap", "张敏", NOW)
KEY = ReminderKey("eve", "2026-11-28/holiday", "张敏", minutes(60))


@pytest.fixture
async def other_process(database_url: str) -> AsyncIterator[Storage]:
    """A second storage over the same database, as another process would open it."""
    opened = await open_storage(database_url)
    yield opened
    await opened.stop()


async def test_overrides_come_back_oldest_first_so_that_the_newest_wins(storage: Storage) -> None:
    leave = replace(SWAP, people=(), reason="leave", at=minutes(-5))
    later_day = replace(SWAP, day=DAY + timedelta(days=1))
    for override in (SWAP, leave, later_day):
        await storage.run(
            lambda work, one=override: roster.add_override(work, one)  # type: ignore[misc]
        )
    found = await storage.read(lambda work: roster.overrides_between(work, DAY, DAY))
    assert found == (SWAP, leave)
    until = DAY + timedelta(days=1)
    assert len(await storage.read(lambda w: roster.overrides_between(w, DAY, until))) == 3


async def test_what_was_laid_aside_is_not_heard_any_more(storage: Storage) -> None:
    other = replace(SWAP, shift=ShiftKind.EARLY)

    async def turn(work: UnitOfWork) -> tuple[Override, ...]:
        for override in (SWAP, other):
            await roster.add_override(work, override)
        await roster.lay_aside(work, SWAP)
        return await roster.overrides_between(work, DAY, DAY)

    assert await storage.run(turn) == (other,)
    await storage.run(lambda work: roster.add_override(work, SWAP))
    assert await storage.read(lambda w: roster.overrides_between(w, DAY, DAY)) == (other, SWAP)


async def test_a_reminder_is_issued_once_however_many_processes_try(
    storage: Storage, other_process: Storage
) -> None:
    tries = [lambda work: roster.issue(work, KEY, NOW)] * 50
    here, there = await asyncio.gather(at_once(storage, tries), at_once(other_process, tries))
    assert sum(here) + sum(there) == 1


ISSUE = """
import asyncio, sys
from datetime import datetime
from bot.domain.calendar import CHINA
from bot.storage import open_storage, roster

async def main():
    storage = await open_storage(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    won = 0
    for minute in range(50):
        at = datetime(2026, 11, 28, 8, minute, tzinfo=CHINA)
        key = roster.ReminderKey("start", "2026-11-28", "张敏", at)
        won += await storage.run(lambda work: roster.issue(work, key, at))
    print(won)
    await storage.stop()

asyncio.run(main())
"""


async def test_two_real_processes_issue_each_of_fifty_reminders_once(database_url: str) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            ISSUE,
            database_url,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    outputs = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    assert sum(int(out) for out, _ in outputs) == 50


async def test_issued_reminders_are_listed_until_they_are_withdrawn(storage: Storage) -> None:
    later = replace(KEY, due_at=minutes(120))
    for key in (KEY, later):
        await storage.run(lambda work, one=key: roster.issue(work, one, NOW))  # type: ignore[misc]
    await storage.run(lambda work: roster.withdraw(work, KEY))
    assert await storage.read(lambda work: roster.issued_since(work, NOW)) == (later,)
    assert await storage.read(lambda work: roster.issued_since(work, minutes(1))) == ()
    assert not await storage.run(lambda work: roster.issue(work, KEY, NOW))


async def test_only_old_reminders_are_forgotten(storage: Storage) -> None:
    await storage.run(lambda work: roster.issue(work, KEY, NOW))
    assert await storage.run(lambda work: roster.forget_before(work, NOW)) == 0
    assert await storage.run(lambda work: roster.forget_before(work, minutes(1))) == 1


async def test_a_shift_is_acknowledged_once_by_each_person(storage: Storage) -> None:
    async def acknowledge(person: str) -> bool:
        return await storage.run(
            lambda work: roster.acknowledge(work, DAY, ShiftKind.EARLY, person, NOW)
        )

    assert [await acknowledge(person) for person in ("张敏", "张敏", "李雷")] == [True, False, True]
    who = await storage.read(lambda work: roster.acknowledged(work, DAY, ShiftKind.EARLY))
    assert who == {"张敏", "李雷"}
    late = await storage.read(lambda work: roster.acknowledged(work, DAY, ShiftKind.LATE))
    assert late == frozenset()
