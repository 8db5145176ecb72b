"""A busy house ticks again later; that is no bug and leaves no traceback."""

import logging
from pathlib import Path

import pytest

from bot.handlers.tick import tick
from bot.storage.sqlite import SqliteStorage
from tests.handlers.courier_house import NOW, sample


async def test_a_full_lane_is_one_line_per_piece_of_work_and_no_traceback(
    sqlite_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    storage = SqliteStorage(sqlite_file, max_depth=0)
    await storage.start()
    with caplog.at_level(logging.WARNING):
        await tick(storage, sample(), NOW, NOW)
    await storage.stop()
    assert caplog.records
    assert {(each.levelname, each.exc_info) for each in caplog.records} == {("WARNING", None)}
    assert all("Overloaded" in each.getMessage() for each in caplog.records)
