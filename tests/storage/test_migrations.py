"""Migrations: once, by one process, and no slower than needed afterwards."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage import StorageDown, inbox, migrations, open_storage
from bot.storage.migrations import FOLDER, BadAddress, bring_up_to_date, sqlite_path
from tests.databases import Postgres
from tests.storage.examples import NOW

ALL = tuple(sorted(file.stem for file in (FOLDER / "sqlite").glob("*.sql")))

MIGRATE = """
import asyncio, sys
from bot.storage.migrations import bring_up_to_date
print(*asyncio.run(bring_up_to_date(sys.argv[1])), "yoyo" in sys.modules)
"""


DIE_WHILE_MIGRATING = """
import os, runpy
from yoyo.backends import DatabaseBackend

DatabaseBackend.mark_one = lambda *_, **__: os._exit(9)  # the tables are there, the mark is not
runpy.run_path({script!r}, run_name="__main__")
"""


def migrate_elsewhere(url: str, count: int = 1) -> list[list[str]]:
    """Migrate in `count` processes at once; the names each applied, then whether it loaded yoyo."""
    children = [
        subprocess.Popen([sys.executable, "-c", MIGRATE, url], stdout=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    outputs = [child.communicate(timeout=60)[0].split() for child in children]
    assert all(child.returncode == 0 for child in children)
    return outputs


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create(template="template0")
    yield postgres.url(name)
    postgres.drop(name)


async def works(url: str) -> bool:
    storage = await open_storage(url)
    try:
        return await storage.run(lambda work: inbox.remember(work, "a", 1, NOW))
    finally:
        await storage.stop()


async def test_a_fresh_database_gets_the_house_and_keeps_it(empty_url: str) -> None:
    assert await bring_up_to_date(empty_url) == ALL
    assert await bring_up_to_date(empty_url) == ()
    assert await works(empty_url)


def test_no_process_of_ours_carries_yoyo(empty_url: str) -> None:
    assert migrate_elsewhere(empty_url) == [[*ALL, "False"]]


async def test_processes_that_migrate_at_once_all_succeed(empty_url: str) -> None:
    await asyncio.to_thread(migrate_elsewhere, empty_url, 3)
    assert await bring_up_to_date(empty_url) == ()
    assert await works(empty_url)


async def test_a_process_killed_while_migrating_blocks_nobody(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dying = tmp_path / "dying.py"
    dying.write_text(DIE_WHILE_MIGRATING.format(script=str(migrations.BRINGING_IN)))
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "BRINGING_IN", dying)
        with pytest.raises(StorageDown, match="ended with 9"):
            await bring_up_to_date(empty_url)
    assert await bring_up_to_date(empty_url) == ALL
    assert await works(empty_url)


async def test_a_migration_that_fails_says_why_and_comes_in_when_it_is_mended(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "next"))
    newest = folder / ("postgres" if sqlite_path(database_url) is None else "sqlite") / "9999-a.sql"
    newest.write_text("ALTER TABLE nowhere DROP COLUMN x;\n")
    monkeypatch.setattr(migrations, "FOLDER", folder)
    with pytest.raises(StorageDown, match="nowhere"):
        await bring_up_to_date(database_url)
    newest.write_text("CREATE TABLE newest (id INTEGER);\n")
    assert await bring_up_to_date(database_url) == ("9999-a",)
    assert await works(database_url)


async def test_a_relative_path_and_odd_characters_are_fine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert await works("sqlite:///data/门厅 50%?#1.db")
    assert (tmp_path / "data" / "门厅 50%?#1.db").exists()


def test_three_slashes_are_relative_and_four_absolute() -> None:
    assert sqlite_path("sqlite:///data/menting.db") == Path("data/menting.db")
    assert sqlite_path("sqlite:////var/lib/menting.db") == Path("/var/lib/menting.db")
    assert sqlite_path("postgresql://localhost/menting") is None
    assert sqlite_path("postgres://localhost/menting") is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "menting.db",
        "sqlite:menting.db",
        "sqlite://menting.db",
        "sqlite:///",
        "sqlite:///:memory:",
        "mysql://root@localhost/menting",
        "postgresql://",
    ],
)
async def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        await bring_up_to_date(url)


def test_a_refused_address_does_not_show_its_password() -> None:
    with pytest.raises(BadAddress) as refused:
        sqlite_path("mysql://root:se@cret@db.example/menting")
    assert str(refused.value) == "db.example/menting"


async def test_a_postgres_address_may_have_options_and_a_difficult_password(
    postgres: Postgres,
) -> None:
    name = postgres.create(template="template0")
    postgres.run(f"CREATE ROLE {name} LOGIN SUPERUSER PASSWORD 'p@ss:/w%rd?#'")
    url = postgres.url(name, f"{name}:p%40ss%3A%2Fw%25rd%3F%23", application_name="menting")
    try:
        assert await works(url)
    finally:
        postgres.drop(name)
        postgres.run(f"DROP ROLE {name}")


async def test_missing_folders_are_made(tmp_path: Path) -> None:
    assert await works(f"sqlite:///{tmp_path}/deep/er/new.db")


def test_both_databases_have_the_same_migrations() -> None:
    assert tuple(sorted(file.stem for file in (FOLDER / "postgres").glob("*.sql"))) == ALL
    assert ALL[0] == "0001-house"
