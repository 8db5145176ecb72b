"""Simulated centres over fresh databases."""

from collections.abc import AsyncIterator

import pytest

from tests.simulate.house import Simulated


@pytest.fixture
async def centre(sqlite_url: str) -> AsyncIterator[Simulated]:
    """The sample centre on Monday 23 November 2026 at 10:00."""
    opened = Simulated.at(sqlite_url)
    yield opened
    await opened.house.close()
