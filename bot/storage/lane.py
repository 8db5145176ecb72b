"""The lane: turns run where the messages are, one disk flush in a thread commits many together."""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar, cast

from msgspec import Struct

from bot.storage.statements import Statement
from bot.storage.unit_of_work import Overloaded, Row, StorageDown, Turn, UnitOfWork, Value

T = TypeVar("T")
log = logging.getLogger(__name__)

# About 10 ms: longer must no message wait before its bytes are read.
BATCH = 32
# Where turns fail often, no batch should run twice often.
WARY_BATCHES = 50
_DOWN = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY")


class SqliteUnit:
    """A UnitOfWork on a connection of this process; its coroutines finish without suspending.

    All its statements run on one `cursor`, each when the one before has given what it had to give.
    """

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._run, self._run_many = cursor.execute, cursor.executemany

    async def fetch_one(self, statement: Statement, /, **values: Value) -> Row | None:
        # to the last row: a statement that is read in part keeps its snapshot over the commit
        rows = self._run(statement.sqlite, statement.pick(values)).fetchall()
        return rows[0] if rows else None

    async def fetch_all(self, statement: Statement, /, **values: Value) -> Sequence[Row]:
        return self._run(statement.sqlite, statement.pick(values)).fetchall()

    async def execute(self, statement: Statement, /, **values: Value) -> int:
        return self._run(statement.sqlite, statement.pick(values)).rowcount

    async def execute_many(self, statement: Statement, rows: Sequence[Mapping[str, Value]]) -> None:
        self._run_many(statement.sqlite, map(statement.pick, rows))

    async def insert(self, statement: Statement, /, **values: Value) -> int | None:
        # RETURNING would cost as much as the INSERT
        done = self._run(statement.sqlite, statement.pick(values))
        return done.lastrowid if done.rowcount else None


class _Job(Struct):
    turn: Callable[[UnitOfWork], Awaitable[Any]]
    future: "asyncio.Future[Any]"
    is_long: bool
    result: Any = None
    error: BaseException | None = None


class Lane:
    """The one writer of a SQLite file; it owns `connection`, whose busy timeout must be 0.

    The event loop and the thread use the connection in turns, never both at once: the loop runs
    the turns of a batch, the thread whatever may wait for a disk or for another process.
    """

    def __init__(self, connection: sqlite3.Connection, max_depth: int, busy_ms: int) -> None:
        self._connection, self._max_depth, self._busy_ms = connection, max_depth, busy_ms
        cursor = connection.cursor()
        self._unit, self._execute = SqliteUnit(cursor), cursor.execute
        self._queue: deque[_Job] = deque()
        self._worker: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="lane")
        self.depth = 0
        self._wary = 0  # so many batches run with savepoints, because a turn failed

    async def run(self, turn: Turn[T], *, is_long: bool) -> T:
        """See Storage.run and run_long."""
        if self.depth >= self._max_depth:
            raise Overloaded
        self.depth += 1
        job = _Job(turn, asyncio.get_running_loop().create_future(), is_long)
        self._queue.append(job)
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work(), name="lane")
        return cast("T", await job.future)

    async def close(self) -> None:
        """Finish what is queued, then close the connection; nothing may be run any more."""
        if self._worker is not None:
            await self._worker
        self._thread.shutdown()
        self._connection.close()

    async def _work(self) -> None:
        while self._queue:
            batch = self._gather()
            await self._commit_together(batch)
            self._answer(batch)

    def _gather(self) -> list[_Job]:
        """The next turns to be committed together; a long one goes alone."""
        batch = [self._queue.popleft()]
        while self._queue and len(batch) < BATCH:
            if batch[-1].is_long or self._queue[0].is_long:
                break
            batch.append(self._queue.popleft())
        return batch

    async def _commit_together(self, batch: list[_Job]) -> None:
        try:
            await self._begin()
            if batch[0].is_long:
                await self._aside(self._take, batch[0])
            elif self._wary or not self._take_freely(batch):
                await self._take_warily(batch)
            await self._aside(self._execute, "COMMIT")
        except (sqlite3.Error, OSError) as broken:
            # A traceback would say no more, and this is not a bug of ours.
            log.error("lane cannot commit: %s", broken)  # noqa: TRY400 - see above
            await self._aside(self._roll_back)
            for job in batch:
                job.result, job.error = None, StorageDown(str(broken))

    async def _begin(self) -> None:
        """Begin to write: at once, or in the thread when another process has to be waited for."""
        try:
            self._execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as locked:
            if locked.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            await self._aside(self._begin_patiently)

    def _begin_patiently(self) -> None:
        self._execute(f"PRAGMA busy_timeout = {self._busy_ms}")
        try:
            self._execute("BEGIN IMMEDIATE")
        finally:
            self._execute("PRAGMA busy_timeout = 0")

    def _take_freely(self, batch: list[_Job]) -> bool:
        """Run all turns without savepoints, which would cost a tenth of each; when one fails none
        has happened, and False."""
        try:
            for job in batch:
                job.result = _finish(job.turn(self._unit))
        except BaseException as error:  # whatever it is, its door gets it from the second run
            if is_down(error):
                raise
            self._execute("ROLLBACK")
            self._wary = WARY_BATCHES
            return False
        return True

    async def _take_warily(self, batch: list[_Job]) -> None:
        """Each turn for itself: one that fails is undone alone."""
        if not self._connection.in_transaction:
            await self._begin()
        self._wary -= 1
        for job in batch:
            self._take(job)

    def _take(self, job: _Job) -> None:
        self._execute("SAVEPOINT turn")
        try:
            job.result = _finish(job.turn(self._unit))
        except BaseException as error:  # the waiting door gets it, whatever it is
            if is_down(error):
                raise
            job.error = error
            self._execute("ROLLBACK TO turn")
        self._execute("RELEASE turn")

    def _roll_back(self) -> None:
        # The lane must outlive even a disk that cannot roll back; BEGIN then fails until it can.
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._execute("ROLLBACK")

    def _answer(self, batch: list[_Job]) -> None:
        self.depth -= len(batch)
        for job in batch:
            if job.future.done():  # who asked has gone: an answer that came too late
                if job.error is not None:
                    log.error("a late turn failed with %s", type(job.error).__name__)
                continue
            if job.error is not None:
                job.future.set_exception(job.error)
            else:
                job.future.set_result(job.result)

    async def _aside(self, work: Callable[..., object], *arguments: object) -> None:
        """Run `work` in the thread; meanwhile the loop reads the next messages."""
        await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)


def is_down(error: BaseException) -> bool:
    """Whether it is the database that does not work, not the statement."""
    name = getattr(error, "sqlite_errorname", "") or ""
    return isinstance(error, sqlite3.Error) and name.startswith(_DOWN)


def _finish(turn: Awaitable[T]) -> T:
    """What a turn over a SqliteUnit comes to, without an event loop."""
    coroutine = cast("Coroutine[Any, Any, T]", turn)
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return cast("T", stop.value)
    coroutine.close()
    raise RuntimeError("a turn waited for something that is not its database")
