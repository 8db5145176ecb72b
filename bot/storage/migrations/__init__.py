"""Numbered migrations, one folder per database, brought in by yoyo only when one is missing."""

import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

FOLDER = Path(__file__).parent
_APPLIED = "SELECT migration_id FROM _yoyo_migration"


class BadAddress(ValueError):
    """The database URL is neither sqlite:///path nor postgresql://…"""


def sqlite_path(url: str) -> Path | None:
    """The file of a `sqlite:///path` URL (relative paths allowed); None for PostgreSQL.

    Raises BadAddress.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/"):
        return Path(rest[1:])
    if scheme in ("postgresql", "postgres"):
        return None
    raise BadAddress(url.partition("@")[2] or url)


async def bring_up_to_date(url: str) -> tuple[str, ...]:
    """Apply missing migrations under yoyo's lock, one process at a time; returns their names."""
    folder = FOLDER / ("sqlite" if sqlite_path(url) else "postgres")
    wanted = {file.stem for file in folder.glob("*.sql")}
    missing = wanted - await _applied(url)
    if missing:
        _apply(url, folder)
    return tuple(sorted(missing))


async def _applied(url: str) -> set[str]:
    if (path := sqlite_path(url)) is None:
        return await _applied_on_postgres(url)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        return set()
    connection = sqlite3.connect(path)
    try:
        return {row[0] for row in connection.execute(_APPLIED)}
    except sqlite3.OperationalError:
        return set()
    finally:
        connection.close()


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

    backend = get_backend(_yoyo_url(url))
    with backend.lock():
        backend.apply_migrations(backend.to_apply(read_migrations(str(folder))))
    backend.connection.close()


def _yoyo_url(url: str) -> str:
    if (path := sqlite_path(url)) is not None:
        return f"sqlite:///{path.absolute()}"
    return urlsplit(url)._replace(scheme="postgresql+psycopg").geturl()
