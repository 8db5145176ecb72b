"""The whole program over real databases, as somebody outside sees it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import (
    database_url,
    postgres,
    postgres_url,
    sqlite_file,
    sqlite_template,
    sqlite_url,
)
from tests.e2e.town import Town, open_town

__all__ = [
    "database_url",
    "postgres",
    "postgres_url",
    "sqlite_file",
    "sqlite_template",
    "sqlite_url",
]


@pytest.fixture
async def town(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Town]:
    """The sample centre over a fresh SQLite database, with both platforms."""
    async with open_town(tmp_path / "centre", sqlite_url) as opened:
        yield opened
