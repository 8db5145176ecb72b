"""SQLite: one writer thread runs queued turns where the database is, and commits them together."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar, cast

import aiosqlite

from bot.storage.statements import Statement
from bot.storage.unit_of_work import Overloaded, Row, StorageDown, Turn, UnitOfWork, Value

T = TypeVar("T")
log = logging.getLogger(__name__)

BATCH = 128
BUSY_MS = 4000
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
)

_DOWN = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY")


class SqliteUnit:
    """A UnitOfWork inside the writer thread; its coroutines finish without ever suspending."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    async def fetch_one(self, statement: Statement, /, **values: Value) -> Row | None:
        return cast("Row | None", self._run(statement.sqlite, values).fetchone())

    async def fetch_all(self, statement: Statement, /, **values: Value) -> Sequence[Row]:
        return self._run(statement.sqlite, values).fetchall()

    async def execute(self, statement: Statement, /, **values: Value) -> int:
        return self._run(statement.sqlite, values).rowcount


class ReaderUnit:
    """A read-only UnitOfWork for pages and reports, over aiosqlite."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def fetch_one(self, statement: Statement, /, **values: Value) -> Row | None:
        async with self._connection.execute(statement.sqlite, values) as cursor:
            return await cursor.fetchone()

    async def fetch_all(self, statement: Statement, /, **values: Value) -> Sequence[Row]:
        async with self._connection.execute(statement.sqlite, values) as cursor:
            return list(await cursor.fetchall())

    async def execute(self, statement: Statement, /, **values: Value) -> int:
        async with self._connection.execute(statement.sqlite, values) as cursor:
            return cursor.rowcount


@dataclass(slots=True)
class _Job:
    turn: Callable[[UnitOfWork], Awaitable[Any]]
    future: "asyncio.Future[Any]"
    result: Any = None
    error: BaseException | None = None


def open_connection(path: Path, busy_ms: int = BUSY_MS) -> sqlite3.Connection:
    """A connection with the house's pragmas, autocommit (transactions are written out)."""
    connection = sqlite3.connect(
        path,
        timeout=busy_ms / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    connection.row_factory = sqlite3.Row
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection


class SqliteStorage:
    """Storage over one file; beyond `max_depth` queued turns `run` raises Overloaded at once.

    `busy_ms`: how long to wait for another process that writes, before StorageDown.
    """

    def __init__(self, path: Path, max_depth: int = 1000, busy_ms: int = BUSY_MS) -> None:
        self._path, self._max_depth, self._busy_ms = path, max_depth, busy_ms
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._waiting = 0
        self._reader: aiosqlite.Connection | None = None
        self._reading = asyncio.Lock()
        self._thread: Thread | None = None

    @property
    def depth(self) -> int:
        return self._waiting

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._writer = open_connection(self._path, self._busy_ms)
        self._unit = SqliteUnit(self._writer)
        self._thread = Thread(target=self._work, name="lane", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            self._jobs.put(None)
            await asyncio.to_thread(thread.join)
            self._writer.close()
        async with self._reading:
            reader, self._reader = self._reader, None
            if reader is not None:
                await reader.close()

    async def run(self, turn: Turn[T]) -> T:
        if self._thread is None:
            raise StorageDown("the lane is closed")
        if self._waiting >= self._max_depth:
            raise Overloaded
        self._waiting += 1
        job = _Job(turn, self._loop.create_future())
        self._jobs.put(job)
        return cast("T", await job.future)

    async def read(self, turn: Turn[T]) -> T:
        async with self._reading:
            try:
                return await self._read(turn)
            except sqlite3.Error as broken:
                if _is_down(broken):
                    raise StorageDown(str(broken)) from broken
                raise

    async def _read(self, turn: Turn[T]) -> T:
        if self._reader is None:
            self._reader = await aiosqlite.connect(self._path, isolation_level=None)
            self._reader.row_factory = sqlite3.Row
            await self._reader.execute("PRAGMA query_only = ON")
        await self._reader.execute("BEGIN")
        try:
            return await turn(ReaderUnit(self._reader))
        finally:
            await self._reader.execute("ROLLBACK")

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            batch, last = self._gather(job)
            self._commit_together(batch)
            self._loop.call_soon_threadsafe(self._answer, batch)
            if last:
                return

    def _gather(self, first: _Job) -> tuple[list[_Job], bool]:
        batch = [first]
        while len(batch) < BATCH:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                break
            if job is None:
                return batch, True
            batch.append(job)
        return batch, False

    def _commit_together(self, batch: list[_Job]) -> None:
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            for job in batch:
                self._take(job)
            self._writer.execute("COMMIT")
        except (sqlite3.Error, OSError) as broken:
            # A traceback would say no more, and this is not a bug of ours.
            log.error("lane cannot commit: %s", broken)  # noqa: TRY400 - see above
            self._roll_back()
            for job in batch:
                job.result, job.error = None, StorageDown(str(broken))

    def _take(self, job: _Job) -> None:
        self._writer.execute("SAVEPOINT turn")
        try:
            job.result = _finish(job.turn(self._unit))
        except BaseException as error:  # the waiting door gets it, whatever it is
            if _is_down(error):
                raise
            job.error = error
            self._writer.execute("ROLLBACK TO turn")
        self._writer.execute("RELEASE turn")

    def _roll_back(self) -> None:
        # The lane must outlive even a disk that cannot roll back; BEGIN then fails until it can.
        with suppress(sqlite3.Error):
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")

    def _answer(self, batch: list[_Job]) -> None:
        self._waiting -= len(batch)
        for job in batch:
            if job.future.done():
                continue
            if job.error is not None:
                job.future.set_exception(job.error)
            else:
                job.future.set_result(job.result)


def _is_down(error: BaseException) -> bool:
    name = getattr(error, "sqlite_errorname", "") or ""
    return isinstance(error, sqlite3.Error) and name.startswith(_DOWN)


def _finish(turn: Awaitable[T]) -> T:
    coroutine = cast("Coroutine[Any, Any, T]", turn)
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return cast("T", stop.value)
    coroutine.close()
    raise RuntimeError("a turn waited for something that is not its database")
