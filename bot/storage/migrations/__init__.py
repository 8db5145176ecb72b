"""Numbered migrations, one folder per database, brought in by yoyo only when one is missing."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

FOLDER = Path(__file__).parent
_APPLIED = "SELECT migration_id FROM _yoyo_migration"
_PATIENCE = 60  # seconds to wait for another process that is migrating
_LOCK_NUMBER = 0x6D656E74  # any number that no other program on the server uses


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
    """Apply missing migrations, one process at a time; returns their names."""
    missing = await missing_migrations(url)
    if missing:
        if (path := sqlite_path(url)) is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(_apply, url, _folder(url))
    return missing


async def missing_migrations(url: str) -> tuple[str, ...]:
    """The names of the migrations that were not applied yet; changes nothing."""
    wanted = {file.stem for file in _folder(url).glob("*.sql")}
    return tuple(sorted(wanted - await _applied(url)))


def _folder(url: str) -> Path:
    return FOLDER / ("postgres" if sqlite_path(url) is None else "sqlite")


async def _applied(url: str) -> set[str]:
    if (path := sqlite_path(url)) is None:
        return await _applied_on_postgres(url)
    if not path.exists():
        return set()
    with closing(sqlite3.connect(path)) as connection:
        try:
            return {row[0] for row in connection.execute(_APPLIED)}
        except sqlite3.OperationalError as missing:
            if "no such table" in str(missing):
                return set()
            raise


async def _applied_on_postgres(url: str) -> set[str]:
    import asyncpg  # only where it is used

    connection = await asyncpg.connect(url)
    try:
        return {row[0] for row in await connection.fetch(_APPLIED)}
    except asyncpg.UndefinedTableError:
        return set()
    finally:
        await connection.close()


def _apply(url: str, folder: Path) -> None:
    from yoyo import get_backend, read_migrations  # 100 ms, rarely needed

    with _alone(url), get_backend(_yoyo_url(url)) as backend:
        backend.apply_migrations(backend.to_apply(read_migrations(str(folder))))


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """One process at a time; yoyo's own lock is a row that would outlive a killed process."""
    path = sqlite_path(url)
    with _file_lock(path) if path is not None else _postgres_lock(url):
        yield


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    # An empty file that stays: SQLite does not survive that another process removes it.
    beside = path.with_name(path.name + "-migrating")
    with closing(sqlite3.connect(beside, timeout=_PATIENCE, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def _postgres_lock(url: str) -> Iterator[None]:
    import psycopg  # only where it is used

    with psycopg.connect(url, autocommit=True) as lock:
        lock.execute("SELECT pg_advisory_lock(%s)", (_LOCK_NUMBER,))
        yield


def _yoyo_url(url: str) -> str:
    if (path := sqlite_path(url)) is not None:
        return f"sqlite:///{quote(str(path.absolute()))}"
    return urlsplit(url)._replace(scheme="postgresql+psycopg").geturl()
