"""Rosters with a row for each person and a shift word under each date."""

import re
from collections.abc import Iterator

from msgspec import Struct

from bot.domain.calendar import ShiftKind
from bot.sheets.grid import Cell, Spot, tight
from bot.sheets.layout import Layout
from bot.sheets.words import shift_named

_TICKS = frozenset("√✓✔●○值班1")
_OFF = frozenset(
    {"休", "休息", "/", "-", "—", "无", "×", "x", "X", "假", "年假", "病假", "事假", "公休", ""}
)
_LEADING = "★☆▲*"


class Marking(Struct, frozen=True):
    """Somebody has a shift on the date over the cell."""

    cell: Cell
    name: Cell
    date: Spot
    kind: ShiftKind | None
    is_lead: bool


def matrix_rows(layout: Layout, staff: frozenset[str]) -> dict[int, Spot]:
    """The rows that are one person's each, with the spot of the name."""
    columns = {column for _, column in layout.dates.across}
    if not columns:
        return {}
    found: dict[int, Spot] = {}
    for row, spots in layout.grid.rows().items():
        names = [spot for spot in spots if spot[1] < min(columns) and _is_name(layout, spot, staff)]
        codes = [layout.grid.cells[s] for s in spots if s[1] in columns and s not in layout.dates]
        said = [code for code in codes if tight(code.text) not in _OFF]
        if names and said and all(_kinds(code.text) for code in said):
            found[row] = names[-1]
    return found


def markings(layout: Layout, rows: dict[int, Spot]) -> Iterator[Marking]:
    """What each of these rows says, from left to right."""
    lines = layout.grid.rows()
    for row, name in rows.items():
        for spot in lines[row]:
            date = _date_over(layout, spot)
            cell = layout.grid.cells[spot]
            if date is None or tight(cell.text) in _OFF:
                continue
            is_lead = any(mark in cell.text for mark in _LEADING) or "带" in cell.text
            for kind in _kinds(cell.text):
                section = layout.section(spot) if kind is None else kind
                yield Marking(cell, layout.grid.cells[name], date, section, is_lead)


def _is_name(layout: Layout, spot: Spot, staff: frozenset[str]) -> bool:
    words = tight(layout.grid.cells[spot].text)
    if words in staff:
        return True
    is_word = bool(re.fullmatch(r"[一-鿿]{1,3}\d?", words))
    return is_word and spot not in layout.headings and spot not in layout.weekdays


def _date_over(layout: Layout, spot: Spot) -> Spot | None:
    row, column = spot
    return next(
        ((r, column) for r in range(row - 1, 0, -1) if (r, column) in layout.dates.across), None
    )


def _kinds(text: str) -> list[ShiftKind | None]:
    """The shifts a cell names, None for a mere tick; [] when it is something else."""
    words = tight(re.sub(r"[★☆▲*]|\(?带班?\)?", "", text))
    if words and all(each in _TICKS for each in words):
        return [None]
    pieces = [each for each in re.split(r"[、,/+和]", words) if each]
    found = [shift_named(each) for each in pieces]
    if len(pieces) == 1 and found == [None]:
        found = [shift_named(each) for each in pieces[0]]
    return list(found) if all(found) else []
