"""The whole program over real databases, as somebody outside sees it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.town import Town, open_town


@pytest.fixture
async def town(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Town]:
    """The sample centre over a fresh SQLite database, with both platforms."""
    async with open_town(tmp_path / "centre", sqlite_url) as opened:
        yield opened
