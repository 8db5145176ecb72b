"""The staff group over SQLite."""

from collections.abc import AsyncIterator

import pytest

from bot.storage import open_storage
from tests.handlers.commands.group_house import StaffGroup


@pytest.fixture
async def group(sqlite_url: str) -> AsyncIterator[StaffGroup]:
    """The sample centre's staff group, everybody bound, Monday 23 November 2026, 09:12."""
    storage = await open_storage(sqlite_url)
    opened = StaffGroup(storage)
    await opened.bind_staff()
    yield opened
    await storage.stop()
