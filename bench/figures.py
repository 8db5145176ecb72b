"""The table: what was measured, beside the echo, against the figure it is to meet."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_HEAD = ("", "menting", "echo", "ratio", "figure", "met")


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `figure` is the words of the goal, `is_met` None = there is none."""

    what: str
    ours: str
    echo: str = ""
    ratio: str = ""
    figure: str = ""
    is_met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts of the row."""
        met = {True: "yes", False: "NO", None: ""}[self.is_met]
        return self.what, self.ours, self.echo, self.ratio, self.figure, met


def at_least(what: str, value: float, least: float, unit: str) -> Line:
    """A row whose value must not be below `least`."""
    return Line(what, f"{value:,.0f} {unit}", figure=f"≥ {least:g}", is_met=value >= least)


def at_most(what: str, value: float, most: float, unit: str) -> Line:
    """A row whose value must not be above `most`."""
    return Line(what, f"{value:.2f} {unit}", figure=f"≤ {most:g}", is_met=value <= most)


def draw(lines: Iterable[Line]) -> str:
    """The table as text."""
    return table([_HEAD, *(line.cells for line in lines)])


def table(cells: Sequence[Sequence[str]]) -> str:
    """Rows of equal length as text, the first one underlined."""
    rows = list(cells)
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
