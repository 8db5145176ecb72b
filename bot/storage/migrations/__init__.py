"""Numbered migrations, one folder per database; those that are missing come in together or not."""

import asyncio
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Connection, Record

FOLDER = Path(__file__).parent
_PATIENCE = 60  # seconds to wait for another process that is migrating
_LOCK_NUMBER = 0x6D656E74  # any number that no other program on the server uses

# The table of yoyo, which brought in the first migrations: databases of that time have it.
_BOOK = """
CREATE TABLE IF NOT EXISTS _yoyo_migration (
    migration_hash VARCHAR(64) PRIMARY KEY, migration_id VARCHAR(255), applied_at_utc TIMESTAMP
)
"""
_APPLIED = "SELECT migration_id FROM _yoyo_migration"
_NOTE_IN_FILE = "INSERT INTO _yoyo_migration VALUES (?, ?, CURRENT_TIMESTAMP)"
_NOTE_ON_SERVER = "INSERT INTO _yoyo_migration VALUES ($1, $2, now() AT TIME ZONE 'UTC')"


class BadAddress(ValueError):
    """The database URL is neither sqlite:///path nor postgresql://…"""


def sqlite_path(url: str) -> Path | None:
    """The file of a `sqlite:///path` URL (relative paths allowed); None for PostgreSQL.

    Raises BadAddress.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and rest.strip("/") not in ("", ":memory:"):
        return Path(rest[1:])
    if scheme in ("postgresql", "postgres") and rest:
        return None
    raise BadAddress(url.rpartition("@")[2])  # never the password


async def bring_up_to_date(url: str) -> tuple[str, ...]:
    """Apply missing migrations, one process at a time; returns what was missing.

    A process that dies half-way, or a migration that fails, leaves the database as it was.
    """
    missing = await missing_migrations(url)
    if missing:
        path = sqlite_path(url)
        if path is None:
            await _migrate_postgres(url)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            await asyncio.to_thread(_migrate_sqlite, path)
    return missing


async def missing_migrations(url: str) -> tuple[str, ...]:
    """The names of the migrations that were not applied yet; changes nothing."""
    path = sqlite_path(url)
    applied = _applied_in(path) if path is not None else await _applied_on_server(url)
    return tuple(each.stem for each in _missing("postgres" if path is None else "sqlite", applied))


def _missing(kind: str, applied: Iterable[str]) -> Iterator[Path]:
    known = set(applied)
    return (file for file in sorted((FOLDER / kind).glob("*.sql")) if file.stem not in known)


def _digest(file: Path) -> str:
    return sha256(file.stem.encode()).hexdigest()  # as yoyo did


def _applied_in(path: Path) -> set[str]:
    if not path.exists():
        return set()
    with closing(sqlite3.connect(path, timeout=_PATIENCE)) as connection:
        try:
            return {name for (name,) in connection.execute(_APPLIED)}
        except sqlite3.OperationalError as missing:
            if "no such table" in str(missing):
                return set()
            raise


def _migrate_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")  # waits for another process that does the same
        connection.execute(_BOOK)
        applied = [name for (name,) in connection.execute(_APPLIED)]
        for file in _missing("sqlite", applied):
            for statement in _statements(file.read_text(encoding="utf-8")):
                connection.execute(statement)
            connection.execute(_NOTE_IN_FILE, (_digest(file), file.stem))
        connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """One by one, each ending a line: `executescript` would begin with a commit."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


async def _applied_on_server(url: str) -> set[str]:
    import asyncpg  # only where it is used

    connection = await asyncpg.connect(url)
    try:
        return {row[0] for row in await connection.fetch(_APPLIED)}
    except asyncpg.UndefinedTableError:
        return set()
    finally:
        await connection.close()


async def _migrate_postgres(url: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await _migrate_server(connection)
    finally:
        await connection.close()


async def _migrate_server(connection: "Connection[Record]") -> None:
    await connection.execute(f"SELECT pg_advisory_xact_lock({_LOCK_NUMBER})")
    await connection.execute(_BOOK)
    applied = [row[0] for row in await connection.fetch(_APPLIED)]
    for file in _missing("postgres", applied):
        await connection.execute(file.read_text(encoding="utf-8"))
        await connection.execute(_NOTE_ON_SERVER, _digest(file), file.stem)
