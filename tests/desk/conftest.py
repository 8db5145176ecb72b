"""A centre with its pages, over each kind of database."""

from collections.abc import AsyncIterator

import pytest

from tests.desk.desk_house import DeskHouse, opened


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[DeskHouse]:
    """A running centre; its clock stands at Monday, ten o'clock."""
    async with opened(sqlite_url) as house:
        yield house
