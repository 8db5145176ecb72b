"""Turns that the tests of the lane run: good ones, faulty ones, and one that keeps it busy."""

import asyncio
from threading import Event

from bot.storage import Turn, UnitOfWork, inbox
from bot.storage.sqlite import SqliteStorage
from bot.storage.statements import Statement
from tests.storage.examples import NOW

BUSY_MS = 20


def sql(text: str) -> Statement:
    return Statement("test", text, text, ())


def fact(key: str) -> Turn[bool]:
    """A turn that stores one fact."""
    return lambda work: inbox.remember(work, key, 1, NOW)


class Stopper:
    """A long turn: it keeps the lane busy until `go` is set, so that others gather behind it."""

    def __init__(self) -> None:
        self.started, self.go = Event(), Event()

    async def __call__(self, work: UnitOfWork) -> None:
        self.started.set()
        self.go.wait(10)

    @classmethod
    async def hold(cls, lane: SqliteStorage) -> "tuple[Stopper, asyncio.Task[None]]":
        """A stopper that is already under way."""
        stopper = cls()
        task = asyncio.create_task(lane.run_long(stopper))
        await asyncio.to_thread(stopper.started.wait, 10)
        return stopper, task


async def together(lane: SqliteStorage, *turns: Turn[bool]) -> list[bool | BaseException]:
    """Run the turns in one batch."""
    stopper, task = await Stopper.hold(lane)
    running = [asyncio.create_task(lane.run(turn)) for turn in turns]
    await asyncio.sleep(0)
    stopper.go.set()
    await task
    return await asyncio.gather(*running, return_exceptions=True)


async def fail_after_writing(work: UnitOfWork) -> bool:
    await inbox.remember(work, "never", 1, NOW)
    raise KeyError("bug")


async def break_a_rule_after_writing(work: UnitOfWork) -> bool:
    await inbox.remember(work, "never", 1, NOW)
    await work.execute(sql("INSERT INTO inbox (key, contact_id, received_at) VALUES (1, NULL, 1)"))
    return True


async def owe_a_row_until_commit(work: UnitOfWork) -> bool:
    """Break a rule that SQLite checks only at the commit."""
    await work.execute(sql("PRAGMA defer_foreign_keys = ON"))
    await work.execute(sql("INSERT INTO conversations (contact_id, changed_at) VALUES (404, 1)"))
    return True


async def count_facts(work: UnitOfWork) -> int:
    row = await work.fetch_one(sql("SELECT COUNT(*) AS n FROM inbox"))
    assert row is not None
    return int(row["n"])


async def wait_after_writing(work: UnitOfWork) -> bool:
    await inbox.remember(work, "never", 1, NOW)
    await asyncio.sleep(0)
    return True
