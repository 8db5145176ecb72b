"""What the commands share that look into the database or change it beside a running serve."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.cli.base import environment, guarded, spoken
from bot.config import load_config
from bot.handlers.clock import china_now
from bot.storage import StorageDown, open_storage
from bot.usecases.office import Office, Snapshot

T = TypeVar("T")


def in_office(
    arguments: argparse.Namespace, verb: Callable[[Office], Awaitable[T]], tell: Callable[[T], int]
) -> int:
    """Run `verb` in one turn and let `tell` print what it found; admins' mistakes exit with 2."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    return guarded(lambda: tell(asyncio.run(_one_turn(arguments, verb))))


async def _one_turn(arguments: argparse.Namespace, verb: Callable[[Office], Awaitable[T]]) -> T:
    snapshot = Snapshot.of(load_config(arguments.config, environment()))
    storage = await open_storage(arguments.db)
    try:
        return await storage.run(lambda work: verb(Office(work, snapshot, china_now())))
    except StorageDown as down:
        sys.stderr.write(spoken("database_down", reason=str(down)))
        raise SystemExit(1) from down
    finally:
        await storage.stop()
