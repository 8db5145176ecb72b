"""A sheet as a frozen grid of cells, merged ranges spread out, and what may be said of a cell."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct, field

Spot = tuple[int, int]
"""Row and column, both from 1."""


class Cell(Struct, frozen=True):
    """One written cell; `spot` is where it is written, also when it is merged over others.

    `text`: full width made half width, outer space gone. `value`: a number or a date as Excel
    has it, else None. `is_formula`: what is shown comes from a formula.
    """

    spot: Spot
    text: str
    value: int | float | date | None = None
    is_formula: bool = False

    @property
    def place(self) -> str:
        """How Excel names it: C7."""
        return name_of(self.spot)


class Grid(Struct, frozen=True):
    """One sheet. `cells` holds a merged cell once for each place that it covers."""

    name: str
    cells: Mapping[Spot, Cell] = field(default_factory=dict)
    is_hidden: bool = False

    def at(self, row: int, column: int) -> Cell | None:
        """The cell there, None when nothing is written."""
        return self.cells.get((row, column))

    def above(self, spot: Spot) -> Iterator[Cell | None]:
        """The cells over `spot`, the nearest first."""
        return (self.at(row, spot[1]) for row in range(spot[0] - 1, 0, -1))

    def rows(self) -> Mapping[int, list[Spot]]:
        """The written spots of each row, from left to right."""
        return _grouped(self.cells, 0)

    def columns(self) -> Mapping[int, list[Spot]]:
        """The written spots of each column, from above."""
        return _grouped(self.cells, 1)


class Remark(Struct, frozen=True):
    """Something to tell about one cell: `key` below sheet.remark, `values` fill it.

    `is_error`: nothing may be written as long as it stands. `place` "" = the whole sheet.
    """

    sheet: str
    place: str
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    is_error: bool = True


def name_of(spot: Spot) -> str:
    """(7, 3) is C7."""
    letters, column = "", spot[1]
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{spot[0]}"


def plain(text: str) -> str:
    """Half width, without outer space; line breaks stay."""
    return unicodedata.normalize("NFKC", text).replace("\r", "").strip()


def tight(text: str) -> str:
    """The same without any white space."""
    return "".join(text.split())


def _grouped(cells: Mapping[Spot, Cell], axis: int) -> dict[int, list[Spot]]:
    groups: dict[int, list[Spot]] = {}
    for spot in sorted(cells):
        groups.setdefault(spot[axis], []).append(spot)
    return groups
