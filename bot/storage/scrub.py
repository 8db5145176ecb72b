"""What was erased leaves the files of the database too, not only its rows."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage.migrations import sqlite_path
from bot.storage.unit_of_work import StorageDown

PATIENCE = 4.0
"""Seconds to wait for others that write or read."""


async def scrub(url: str) -> None:
    """SQLite: carry the WAL, where pages from before the erasure are, into the file and empty it.

    Freed cells were overwritten already (`secure_delete`). On PostgreSQL its own autovacuum clears
    dead rows. Raises StorageDown when others kept the WAL in use, BadAddress for a wrong `url`.
    """
    path = sqlite_path(url)
    if path is not None:
        await asyncio.to_thread(_empty_wal, path)


def _empty_wal(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
            (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as broken:
        raise StorageDown(str(broken)) from broken
    if busy:
        raise StorageDown("the write-ahead log is in use")
