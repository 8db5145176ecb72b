"""Simulated centres over fresh databases."""

from collections.abc import AsyncIterator

import pytest

from tests.databases import (
    postgres,
    postgres_url,
    sqlite_file,
    sqlite_template,
    sqlite_url,
)
from tests.simulate.house import Simulated

__all__ = ["postgres", "postgres_url", "sqlite_file", "sqlite_template", "sqlite_url"]


@pytest.fixture
async def centre(sqlite_url: str) -> AsyncIterator[Simulated]:
    """The sample centre on Monday 23 November 2026 at 10:00."""
    opened = Simulated.at(sqlite_url)
    yield opened
    await opened.house.close()
