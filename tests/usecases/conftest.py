"""A running sample centre on SQLite; what must hold between processes also on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from tests.domain.centres import when
from tests.usecases.centre import Centre


@pytest.fixture
async def centre(sqlite_url: str) -> AsyncIterator[Centre]:
    """The sample centre, first started on Monday 23 November 2026 at 08:00."""
    opened = await Centre.open(sqlite_url, when("2026-11-23 08:00"))
    await opened.bind_everybody()
    yield opened
    await opened.storage.stop()
