"""PostgreSQL: the same turns over a pool, one transaction each, repeated after a deadlock."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar, cast

import asyncpg

from bot.storage.statements import Statement
from bot.storage.unit_of_work import Overloaded, Row, StorageDown, Turn, Value

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

T = TypeVar("T")
log = logging.getLogger(__name__)

TRIES = 5
CONNECT_SECONDS = 5
COMMAND_SECONDS = 30
_AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
# The server is gone, restarting or full.
_DOWN = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    OSError,
    asyncio.TimeoutError,
)


class PostgresUnit:
    """A UnitOfWork on one pooled connection."""

    def __init__(self, connection: "PoolConnectionProxy[asyncpg.Record]") -> None:
        self._connection = connection

    async def fetch_one(self, statement: Statement, /, **values: Value) -> Row | None:
        arguments = statement.pick(values)
        return cast("Row | None", await self._connection.fetchrow(statement.postgres, *arguments))

    async def fetch_all(self, statement: Statement, /, **values: Value) -> Sequence[Row]:
        arguments = statement.pick(values)
        return cast("Sequence[Row]", await self._connection.fetch(statement.postgres, *arguments))

    async def execute(self, statement: Statement, /, **values: Value) -> int:
        arguments = statement.pick(values)
        tag = await self._connection.execute(statement.postgres, *arguments)
        last = tag.rsplit(" ", 1)[-1]
        return int(last) if last.isdigit() else 0

    async def execute_many(self, statement: Statement, rows: Sequence[Mapping[str, Value]]) -> None:
        await self._connection.executemany(statement.postgres, map(statement.pick, rows))

    async def insert(self, statement: Statement, /, **values: Value) -> int | None:
        arguments = statement.pick(values)
        returning = f"{statement.postgres} RETURNING id"
        return cast("int | None", await self._connection.fetchval(returning, *arguments))


class PostgresStorage:
    """Storage over a pool of `size` connections; `max_depth` turns may wait for one."""

    def __init__(self, url: str, size: int = 8, max_depth: int = 1000) -> None:
        self._url, self._size, self._max_depth = url, size, max_depth
        self._waiting = 0

    @property
    def depth(self) -> int:
        return self._waiting

    async def start(self) -> None:
        self._pool = await asyncpg.create_pool(
            self._url,
            min_size=1,
            max_size=self._size,
            timeout=CONNECT_SECONDS,
            command_timeout=COMMAND_SECONDS,
        )

    async def stop(self) -> None:
        await self._pool.close()

    async def run(self, turn: Turn[T]) -> T:
        if self._waiting >= self._max_depth:
            raise Overloaded
        self._waiting += 1
        try:
            return await self._repeat(turn)
        finally:
            self._waiting -= 1

    async def run_long(self, turn: Turn[T]) -> T:
        return await self.run(turn)

    async def read(self, turn: Turn[T]) -> T:
        async with (
            self._connection() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            return await turn(PostgresUnit(connection))

    async def _repeat(self, turn: Turn[T]) -> T:
        for left in reversed(range(TRIES)):
            try:
                return await self._once(turn)
            except _AGAIN:
                if not left:
                    raise StorageDown("deadlock") from None
        raise StorageDown("deadlock")

    async def _once(self, turn: Turn[T]) -> T:
        async with self._connection() as connection, connection.transaction():
            return await turn(PostgresUnit(connection))

    @asynccontextmanager
    async def _connection(self) -> "AsyncIterator[PoolConnectionProxy[asyncpg.Record]]":
        try:
            async with self._pool.acquire() as connection:
                yield connection
        except _DOWN as broken:
            if isinstance(broken, ValueError):  # asyncpg's own DataError: a wrong argument is a bug
                raise
            # A traceback would say no more, and this is not a bug of ours.
            log.error("database does not answer: %s", broken)  # noqa: TRY400 - see above
            raise StorageDown(str(broken)) from broken
