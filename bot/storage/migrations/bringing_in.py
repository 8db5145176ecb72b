"""The process that brings missing migrations in; started by `bring_up_to_date`, never imported.

yoyo would cost a serving process 7 MiB for the rest of its days. What to do comes as JSON over
stdin, so that a password stands on no command line. It imports nothing of ours, to be quick.
"""

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

from yoyo import get_backend, read_migrations

_PATIENCE = 60  # seconds to wait for another process that is migrating
_LOCK_NUMBER = 0x6D656E74  # any number that no other program on the server uses


def bring_in(backend_url: str, folder: str, lock_file: str | None, server: str | None) -> None:
    """Apply what is missing of `folder`, one process at a time; drivers' errors come through.

    yoyo's own lock is a row that would outlive a killed process: ours is on `lock_file` or, for
    PostgreSQL, on `server`, and ends with its connection.
    """
    alone = _file_lock(lock_file) if lock_file else _postgres_lock(server or "")
    with alone, get_backend(backend_url) as backend:
        backend.apply_migrations(backend.to_apply(read_migrations(folder)))


@contextmanager
def _file_lock(file: str) -> Iterator[None]:
    # An empty file that stays: SQLite does not survive that another process removes it.
    with closing(sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def _postgres_lock(server: str) -> Iterator[None]:
    import psycopg  # 180 ms, only for PostgreSQL

    with psycopg.connect(server, autocommit=True) as lock:
        lock.execute("SELECT pg_advisory_lock(%s)", (_LOCK_NUMBER,))
        yield


def _main() -> None:
    try:
        bring_in(**json.load(sys.stdin))
    except Exception as error:
        sys.exit(str(error).strip() or type(error).__name__)


if __name__ == "__main__":
    _main()
