"""The tables of people's data: what residents tell of themselves and others, line by line."""

from collections.abc import Callable

import pytest

from bot.understanding import Reading
from tests.understanding.people.table import Row, faults, rows

Understand = Callable[[str], Reading]


_ROWS = [row for table in ("first", "second", "third") for row in rows(table)]


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row.text)
def test_what_people_tell_of_themselves_is_read_as_meant(understand: Understand, row: Row) -> None:
    assert faults(row, understand(row.text)) == []
