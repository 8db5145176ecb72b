"""What the commands share that look into the database or change it beside a running serve."""

import argparse
import asyncio
import logging
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from bot.cli.base import environment, guarded
from bot.config import load_config
from bot.handlers.clock import china_now
from bot.storage import StorageDown, open_storage
from bot.storage.migrations import BadAddress, sqlite_path
from bot.usecases.office import Office, Snapshot

T = TypeVar("T")


def in_office(
    arguments: argparse.Namespace, verb: Callable[[Office], Awaitable[T]], tell: Callable[[T], int]
) -> int:
    """Run `verb` in one turn and let `tell` print what it found; admins' mistakes exit with 2."""
    quiet()
    return guarded(lambda: tell(asyncio.run(_one_turn(arguments, verb))))


def quiet() -> None:
    """Only what an admin must know goes to stderr."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)


@contextmanager
def reaching(url: str) -> Iterator[None]:
    """Opening a database: whatever its driver raises becomes a StorageDown with its reason.

    BadAddress stays one.
    """
    try:
        yield
    except BadAddress:
        raise
    except _errors_of(url) as broken:
        raise StorageDown(str(broken).strip() or type(broken).__name__) from broken


async def _one_turn(arguments: argparse.Namespace, verb: Callable[[Office], Awaitable[T]]) -> T:
    snapshot = Snapshot.of(load_config(arguments.config, environment()))
    with reaching(arguments.db):
        storage = await open_storage(arguments.db)
    try:
        return await storage.run(lambda work: verb(Office(work, snapshot, china_now())))
    finally:
        await storage.stop()


def _errors_of(url: str) -> tuple[type[Exception], ...]:
    if sqlite_path(url) is not None:
        return OSError, sqlite3.Error
    import asyncpg  # the driver costs time: only where it is used

    return OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError
