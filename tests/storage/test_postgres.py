"""What only PostgreSQL can do to us: deadlocks, cut connections, restarts."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from bot.domain.messages import ContactRef
from bot.storage import Overloaded, StorageDown, UnitOfWork, contacts, inbox
from bot.storage.postgres import PostgresStorage
from bot.storage.statements import statement
from tests.databases import Postgres
from tests.storage.examples import LI, NOW, WANG

END_ALL_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


@pytest.fixture
async def pool(postgres_url: str) -> AsyncIterator[PostgresStorage]:
    storage = PostgresStorage(postgres_url, size=4, max_depth=3)
    await storage.start()
    yield storage
    await storage.stop()


async def is_known(storage: PostgresStorage, key: str) -> bool:
    known = statement("known", "SELECT 1 FROM inbox WHERE key = :key")
    return await storage.read(lambda work: work.fetch_one(known, key=key)) is not None


async def test_of_two_turns_that_lock_each_other_both_succeed(pool: PostgresStorage) -> None:
    both_hold_one = asyncio.Barrier(2)
    tries = 0

    async def lock_both(work: UnitOfWork, *refs: ContactRef) -> None:
        nonlocal tries
        tries += 1
        await contacts.meet(work, refs[0], None, NOW)
        if tries <= 2:
            await both_hold_one.wait()
        await contacts.meet(work, refs[1], None, NOW)

    await asyncio.gather(
        pool.run(lambda work: lock_both(work, WANG, LI)),
        pool.run(lambda work: lock_both(work, LI, WANG)),
    )
    assert tries == 3


async def test_a_cut_connection_is_down_stores_nothing_and_the_next_turn_works(
    pool: PostgresStorage, postgres: Postgres
) -> None:
    async def lose_the_connection(work: UnitOfWork) -> None:
        await inbox.remember(work, "never", 1, NOW)
        await asyncio.to_thread(postgres.run, END_ALL_OTHERS)
        await inbox.remember(work, "never either", 1, NOW)

    with pytest.raises(StorageDown):
        await pool.run(lose_the_connection)
    assert await pool.run(lambda work: inbox.remember(work, "a", 1, NOW))
    assert not await is_known(pool, "never")


async def test_a_stopped_server_is_down_and_works_again_after_its_start(
    pool: PostgresStorage, postgres: Postgres
) -> None:
    await pool.run(lambda work: inbox.remember(work, "a", 1, NOW))
    postgres.stop()
    try:
        with pytest.raises(StorageDown):
            await pool.run(lambda work: inbox.remember(work, "b", 1, NOW))
        with pytest.raises(StorageDown):
            await is_known(pool, "a")
    finally:
        postgres.start()
    assert await pool.run(lambda work: inbox.remember(work, "b", 1, NOW))
    assert await is_known(pool, "a")


async def test_too_many_turns_at_once_are_refused(pool: PostgresStorage) -> None:
    go = asyncio.Event()

    async def wait(work: UnitOfWork) -> None:
        await go.wait()

    running = [asyncio.create_task(pool.run(wait)) for _ in range(3)]
    await asyncio.sleep(0)
    assert pool.depth == 3
    with pytest.raises(Overloaded):
        await pool.run(wait)
    go.set()
    await asyncio.gather(*running)
    assert pool.depth == 0


async def test_a_turn_that_raises_leaves_nothing(pool: PostgresStorage) -> None:
    async def fail(work: UnitOfWork) -> None:
        await inbox.remember(work, "never", 1, NOW)
        raise KeyError("bug")

    with pytest.raises(KeyError):
        await pool.run(fail)
    assert not await is_known(pool, "never")


async def test_a_wrong_argument_is_a_bug_and_not_a_broken_database(
    pool: PostgresStorage,
) -> None:
    wrong = statement("wrong", "SELECT 1 FROM inbox WHERE received_at = :at")
    with pytest.raises(asyncpg.DataError):
        await pool.run(lambda work: work.fetch_one(wrong, at="not a number"))


async def test_a_reader_cannot_write(pool: PostgresStorage) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await pool.read(lambda work: inbox.remember(work, "a", 1, NOW))
