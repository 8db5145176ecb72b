"""A running sample centre on SQLite; what must hold between processes also on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from tests.databases import (
    database_url,
    postgres,
    postgres_url,
    sqlite_file,
    sqlite_template,
    sqlite_url,
)
from tests.domain.centres import when
from tests.usecases.centre import Centre

__all__ = [
    "database_url",
    "postgres",
    "postgres_url",
    "sqlite_file",
    "sqlite_template",
    "sqlite_url",
]


@pytest.fixture
async def centre(sqlite_url: str) -> AsyncIterator[Centre]:
    """The sample centre, first started on Monday 23 November 2026 at 08:00."""
    opened = await Centre.open(sqlite_url, when("2026-11-23 08:00"))
    await opened.bind_everybody()
    yield opened
    await opened.storage.stop()
