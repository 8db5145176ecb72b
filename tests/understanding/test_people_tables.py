"""The tables of people's data: what residents tell of themselves and others, line by line."""

from collections.abc import Callable

import pytest

from bot.understanding import Reading
from tests.understanding.people.table import Row, faults, rows

Understand = Callable[[str], Reading]


@pytest.mark.parametrize("row", rows("first"), ids=lambda row: row.text)
def test_the_first_batch_is_read_as_it_was_meant(understand: Understand, row: Row) -> None:
    assert faults(row, understand(row.text)) == []


@pytest.mark.parametrize("row", rows("second"), ids=lambda row: row.text)
def test_the_second_batch_is_read_as_it_was_meant(understand: Understand, row: Row) -> None:
    assert faults(row, understand(row.text)) == []
