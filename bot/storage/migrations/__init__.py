"""Numbered migrations, one folder per database; yoyo brings them in, in a process of its own."""

import asyncio
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from subprocess import PIPE
from urllib.parse import quote, urlsplit

from bot.storage.unit_of_work import StorageDown

FOLDER = Path(__file__).parent
BRINGING_IN = FOLDER / "bringing_in.py"
_APPLIED = "SELECT migration_id FROM _yoyo_migration"


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
    """Apply missing migrations, one process at a time; returns their names.

    Raises StorageDown with the reason where one fails, BadAddress, and what the driver raises
    while nothing has begun.
    """
    missing = await missing_migrations(url)
    if missing:
        if (path := sqlite_path(url)) is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        await _bring_in(url)
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


async def _bring_in(url: str) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable, str(BRINGING_IN), stdin=PIPE, stderr=PIPE
    )
    _, said = await child.communicate(json.dumps(_job(url)).encode())
    if child.returncode:
        reason = said.decode(errors="replace").strip()
        raise StorageDown(reason or f"{BRINGING_IN.name} ended with {child.returncode}")


def _job(url: str) -> dict[str, str | None]:
    """The arguments of `bringing_in.bring_in`."""
    job = {"folder": str(_folder(url)), "lock_file": None, "server": None}
    if (path := sqlite_path(url)) is None:
        backend = urlsplit(url)._replace(scheme="postgresql+psycopg").geturl()
        return {**job, "backend_url": backend, "server": url}
    file = str(path.absolute())
    return {**job, "backend_url": f"sqlite:///{quote(file)}", "lock_file": f"{file}-migrating"}
