"""Copies taken beside a running service."""

import asyncio
import shutil
import sqlite3
import stat
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import Storage, inbox, open_storage
from bot.storage.backup import BackupFailed, NoDumpProgram, backup
from bot.storage.migrations import BadAddress
from tests.databases import Postgres
from tests.storage.examples import NOW, meet, open_ticket


@pytest.fixture
def dump_program(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pg_dump that fits the server of the tests."""
    monkeypatch.setenv("PATH", str(postgres.server.bin_path), prepend=":")


def mode_of(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def names_in(folder: Path, start: str) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.name.startswith(start))


async def test_a_copy_taken_while_turns_run_is_whole_and_private(
    sqlite_url: str, tmp_path: Path
) -> None:
    storage = await open_storage(sqlite_url)
    await open_ticket(storage)
    target = tmp_path / "copy.db"
    writing = asyncio.create_task(write_until_cancelled(storage))
    await backup(sqlite_url, target)
    writing.cancel()
    await storage.stop()
    assert mode_of(target) == 0o600
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT name FROM tickets").fetchone() == ("王芳",)
    assert names_in(tmp_path, "copy") == ["copy.db"]


async def write_until_cancelled(storage: Storage) -> None:
    number = 0
    while True:
        number += 1
        key = str(number)
        await storage.run(lambda work: inbox.remember(work, key, 1, NOW))  # noqa: B023 - awaited


async def test_a_copy_can_be_served(sqlite_url: str, tmp_path: Path) -> None:
    storage = await open_storage(sqlite_url)
    first = await meet(storage)
    await storage.stop()
    await backup(sqlite_url, tmp_path / "copy.db")
    copy = await open_storage(f"sqlite:///{tmp_path}/copy.db")
    assert (await meet(copy)).id == first.id
    await copy.stop()


async def test_nothing_is_overwritten(sqlite_url: str, tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("precious")
    with pytest.raises(FileExistsError):
        await backup(sqlite_url, target)
    assert target.read_text() == "precious"


async def test_a_failed_copy_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "no.db").write_text("this is no database, and longer than its header would be" * 9)
    for url in (f"sqlite:///{tmp_path}/no.db", f"sqlite:///{tmp_path}/missing.db"):
        with pytest.raises(BackupFailed):
            await backup(url, tmp_path / "copy")
        assert not (tmp_path / "copy").exists()
    with pytest.raises(BadAddress):
        await backup("mysql://x", tmp_path / "copy")


def restore(archive: Path, url: str) -> None:
    program = shutil.which("pg_restore")
    assert program is not None
    subprocess.run([program, f"--dbname={url}", str(archive)], check=True)


@pytest.mark.usefixtures("dump_program")
async def test_a_postgres_archive_restores_what_was_there(
    postgres: Postgres, postgres_url: str, tmp_path: Path
) -> None:
    storage = await open_storage(postgres_url)
    booked = await open_ticket(storage)
    target = tmp_path / "copy.dump"
    await backup(postgres_url, target)
    await storage.stop()
    assert mode_of(target) == 0o600
    restored = postgres.create(template="template0")
    await asyncio.to_thread(restore, target, postgres.url(restored))
    copy = await open_storage(postgres.url(restored))
    assert (await meet(copy)).id == booked.contact_id
    await copy.stop()
    postgres.drop(restored)


@pytest.mark.usefixtures("dump_program")
async def test_a_failed_dump_says_why_and_leaves_nothing(
    postgres: Postgres, tmp_path: Path
) -> None:
    url = postgres.url("nowhere", "postgres:se%40cret")
    with pytest.raises(BackupFailed, match="nowhere") as failed:
        await backup(url, tmp_path / "copy")
    assert "se" + "@cret" not in str(failed.value)
    assert not (tmp_path / "copy").exists()


async def test_without_pg_dump_there_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoDumpProgram):
        await backup("postgresql://localhost/menting", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
