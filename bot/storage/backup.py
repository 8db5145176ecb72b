"""Copies of the database, taken beside a running service."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.storage.migrations import sqlite_path

_PRIVATE = 0o600


class BackupFailed(Exception):
    """No copy was made; nothing is left of it. The text says why (log and admin only)."""


class NoDumpProgram(BackupFailed):
    """PostgreSQL is copied by its own pg_dump, which is not on the PATH."""


async def backup(url: str, target: Path) -> None:
    """Write a consistent copy of the database to the new file `target` (mode 600).

    SQLite: a database file. PostgreSQL: an archive for pg_restore. Raises FileExistsError rather
    than overwrite, BackupFailed or NoDumpProgram when there is no copy, BadAddress for a wrong
    `url`.
    """
    path = sqlite_path(url)
    if path is not None:
        with _new_file(target):
            await asyncio.to_thread(_copy, path, target)
        return
    program = _dump_program()
    with _new_file(target):
        await _dump(program, url, target)


@contextmanager
def _new_file(target: Path) -> Iterator[None]:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
    try:
        yield
    except BaseException:
        target.unlink()
        raise


def _copy(path: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)  # in one go: a reader stops no writer (WAL)
            # One file that can be read anywhere; the service turns WAL on again.
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as broken:
        raise BackupFailed(str(broken)) from broken


def _dump_program() -> str:
    program = shutil.which("pg_dump")
    if program is None:
        raise NoDumpProgram("pg_dump")
    return program


async def _dump(program: str, url: str, target: Path) -> None:
    # The address holds the password: it goes into the environment, not where `ps` shows it.
    address = conninfo_to_dict(url)
    password = address.pop("password", None)
    dump = await asyncio.create_subprocess_exec(
        program,
        "--format=custom",
        "--no-owner",
        f"--file={target}",
        f"--dbname={make_conninfo('', **address)}",
        env=os.environ | ({"PGPASSWORD": str(password)} if password else {}),
        stderr=asyncio.subprocess.PIPE,
    )
    _, error = await dump.communicate()
    if dump.returncode:
        raise BackupFailed(error.decode(errors="replace").strip())
