"""SQLite: turns that write go through the lane, readers stay beside it."""

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import aiosqlite

from bot.storage.lane import Lane, is_down
from bot.storage.statements import Statement
from bot.storage.unit_of_work import Row, StorageDown, Turn, Value

T = TypeVar("T")

BUSY_MS = 4000
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",  # what was erased must not stay readable in the file
)
_LANE_PRAGMAS = (
    "PRAGMA busy_timeout = 0",  # the lane waits for other processes in its thread
    "PRAGMA cache_size = -8000",  # KiB: what a busy day touches, so that a turn waits for no disk
)


class ReaderUnit:
    """A UnitOfWork that only reads, over aiosqlite: one hop to its thread per statement."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def fetch_one(self, statement: Statement, /, **values: Value) -> Row | None:
        return next(iter(await self.fetch_all(statement, **values)), None)

    async def fetch_all(self, statement: Statement, /, **values: Value) -> Sequence[Row]:
        return list(
            await self._connection.execute_fetchall(statement.sqlite, statement.pick(values))
        )

    async def execute(self, statement: Statement, /, **values: Value) -> int:
        async with self._connection.execute(statement.sqlite, statement.pick(values)) as cursor:
            return cursor.rowcount

    async def execute_many(self, statement: Statement, rows: Sequence[Mapping[str, Value]]) -> None:
        await self._connection.executemany(statement.sqlite, map(statement.pick, rows))

    async def insert(self, statement: Statement, /, **values: Value) -> int | None:
        async with self._connection.execute(statement.sqlite, statement.pick(values)) as cursor:
            return cursor.lastrowid if cursor.rowcount else None


def _open_connection(path: Path, busy_ms: int) -> sqlite3.Connection:
    """A connection with the house's pragmas, autocommit (transactions are written out)."""
    connection = sqlite3.connect(
        path,
        timeout=busy_ms / 1000,
        isolation_level=None,
        check_same_thread=False,  # the loop and the lane's thread take turns
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
        self._lane: Lane | None = None
        self._reader: aiosqlite.Connection | None = None
        self._reading = asyncio.Lock()

    @property
    def depth(self) -> int:
        return self._lane.depth if self._lane else 0

    async def start(self) -> None:
        connection = _open_connection(self._path, self._busy_ms)
        for pragma in _LANE_PRAGMAS:
            connection.execute(pragma)
        self._lane = Lane(connection, self._max_depth, self._busy_ms)

    async def stop(self) -> None:
        lane, self._lane = self._lane, None
        if lane is not None:
            await lane.close()
        async with self._reading:
            reader, self._reader = self._reader, None
            if reader is not None:
                await reader.close()

    async def run(self, turn: Turn[T]) -> T:
        return await self._open_lane().run(turn, is_long=False)

    async def run_long(self, turn: Turn[T]) -> T:
        return await self._open_lane().run(turn, is_long=True)

    def _open_lane(self) -> Lane:
        if self._lane is None:
            raise StorageDown("the lane is closed")
        return self._lane

    async def read(self, turn: Turn[T]) -> T:
        async with self._reading:
            try:
                return await self._read(turn)
            except sqlite3.Error as broken:
                if is_down(broken):
                    raise StorageDown(str(broken)) from broken
                raise

    async def _read(self, turn: Turn[T]) -> T:
        if self._reader is None:
            patience = self._busy_ms / 1000
            self._reader = await aiosqlite.connect(
                self._path, timeout=patience, isolation_level=None
            )
            self._reader.row_factory = sqlite3.Row
            await self._reader.execute("PRAGMA query_only = ON")
        await self._reader.execute("BEGIN")
        try:
            return await turn(ReaderUnit(self._reader))
        finally:
            await self._reader.execute("ROLLBACK")
