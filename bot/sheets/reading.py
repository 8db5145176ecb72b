"""What a workbook says about the roster: entries with their cells, and every doubt with its own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from bot.domain.calendar import ShiftKind
from bot.sheets.checks import formulas, lost, once, repeated, twice
from bot.sheets.date_cells import find_dates
from bot.sheets.dates import BadDate, find_month
from bot.sheets.entries import STATE_SHEET, Entry, Reader, Understood
from bot.sheets.grid import Cell, Grid, Remark, Spot, tight
from bot.sheets.layout import Layout, Place, find_headings, find_weekdays, ignored_columns
from bot.sheets.matrix import markings, matrix_rows
from bot.sheets.people import Crew, nearest_names, read_people
from bot.sheets.words import is_aside

_CHANGES = re.compile(r"[替代换休假病顶]|不来|取消|待定")
"""Words in brackets that say somebody else comes, or nobody."""


class _Piece(Struct):
    date: Spot
    cell: Cell
    is_spread: bool
    leads: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    taken: set[tuple[Spot, str]] = field(default_factory=set)


_Key = tuple[date, ShiftKind]
_Sorted = dict[_Key, list[_Piece]]


def understand(grids: Iterable[Grid], reader: Reader) -> Understood:
    """Both rosters of all sheets, by day and shift; errors in the remarks, nothing guessed."""
    entries: list[Entry] = []
    remarks: list[Remark] = []
    for grid in grids:
        if grid.is_hidden and grid.name != STATE_SHEET:
            remarks.append(Remark(grid.name, "", "hidden_sheet", is_error=False))
        elif grid.name != STATE_SHEET:
            found = _read_sheet(grid, reader)
            entries += found.entries
            remarks += found.remarks
    remarks += twice(entries)
    if not entries and not any(each.is_error for each in remarks):
        remarks.append(Remark("", "", "nothing_found"))
    unique = {(each.day, each.kind): each for each in reversed(entries)}
    ordered = sorted(unique.values(), key=lambda each: (each.day, list(ShiftKind).index(each.kind)))
    return Understood(tuple(ordered), tuple(remarks))


def _read_sheet(grid: Grid, reader: Reader) -> Understood:
    headings = find_headings(grid, reader.hours, reader.staff)
    try:
        month = find_month(_titles(grid), reader.today, reader.month)
    except BadDate as bad:
        place = next((c.place for c in grid.cells.values() if c.text == bad.text), "")
        return Understood(remarks=(Remark(grid.name, place, bad.key, {"text": bad.text}),))
    dates = find_dates(grid, month, ignored_columns(headings))
    if not dates.down and not dates.across:
        return Understood(remarks=(Remark(grid.name, "", "no_dates", is_error=False),))
    layout = Layout(grid, dates, reader.hours, headings, find_weekdays(grid))
    remarks = [*dates.remarks, *formulas(grid)]
    pieces: _Sorted = {}
    rows = matrix_rows(layout, reader.staff)
    _take_markings(layout, rows, reader, (pieces, remarks))
    for about in layout.places(frozenset(rows)):
        _take(about, grid, reader, (pieces, remarks))
    remarks += lost(layout, reader.staff)
    return Understood(tuple(_entries(pieces, grid, remarks)), tuple(once(remarks)))


def _titles(grid: Grid) -> Iterator[str]:
    """Where a month may be named: the first lines, then the name of the sheet."""
    for spot in sorted(grid.cells):
        cell = grid.cells[spot]
        if cell.spot == spot and cell.value is None and (spot[0] <= 4 or "表" in cell.text):
            yield cell.text
    yield grid.name


def _take(place: Place, grid: Grid, reader: Reader, into: tuple[_Sorted, list[Remark]]) -> None:
    crew = read_people(place.text, reader.staff, reader.departments)
    pieces, remarks = into
    if is_aside(place.text) and not crew.people:
        return
    remarks += _doubts(crew, place, grid)
    if crew.people is None or not place.words.days:
        return
    if place.bad_hours:
        said = {"times": place.bad_hours}
        remarks.append(Remark(grid.name, place.cell.place, "hours_outside", said))
        return
    kind = place.kind or reader.only_shift(place.words.days)
    if kind is None:
        key = "lead_of_day" if place.is_lead else "shift_unknown"
        said = {"text": place.text}
        remarks.append(Remark(grid.name, place.cell.place, key, said, is_error=not place.is_lead))
        return
    place = replace(place, kind=kind)
    leads = list(crew.people) if place.is_lead else [p for p in crew.people if p in crew.leads]
    _add(pieces, place, leads, crew.people)


def _add(pieces: _Sorted, place: Place, leads: Sequence[str], people: Sequence[str]) -> None:
    assert place.kind is not None  # noqa: S101 - the caller looked
    for day in place.words.days:
        known = pieces.setdefault((day, place.kind), [])
        piece = next((each for each in known if each.date == place.date), None)
        if piece is None:
            piece = _Piece(place.date, place.cell, place.words.is_span)
            known.append(piece)
        if (place.cell.spot, place.text) in piece.taken:  # a cell merged over several columns
            continue
        piece.taken.add((place.cell.spot, place.text))
        piece.leads += leads
        piece.people += [each for each in people if each not in leads]


def _doubts(crew: Crew, place: Place, grid: Grid) -> Iterator[Remark]:
    text = place.text.replace("\n", " ")
    strange = "、".join(word for word, near in crew.unknown if not near)
    if strange:
        yield Remark(grid.name, place.cell.place, "unknown_word", {"text": text, "word": strange})
    for word, near in crew.unknown:
        said = {"text": text, "word": word, "near": "、".join(near)}
        if near:
            yield Remark(grid.name, place.cell.place, "unknown_name", said)
    for aside in crew.asides:
        changes = bool(_CHANGES.search(aside))
        key = "aside_changes" if changes else "aside"
        yield Remark(grid.name, place.cell.place, key, {"text": aside}, is_error=changes)


def _take_markings(
    layout: Layout, rows: dict[int, Spot], reader: Reader, into: tuple[_Sorted, list[Remark]]
) -> None:
    grid, (pieces, remarks) = layout.grid, into
    for marking in markings(layout, rows):
        name = tight(marking.name.text)
        if name not in reader.staff:
            near = nearest_names(name, reader.staff)
            said = {"text": name, "word": name, "near": "、".join(near)}
            key = "unknown_name" if near else "unknown_word"
            remarks.append(Remark(grid.name, marking.name.place, key, said))
            continue
        words = layout.dates.across[marking.date]
        if marking.kind is None:
            said = {"text": marking.cell.text}
            remarks.append(Remark(grid.name, marking.cell.place, "shift_unknown", said))
            continue
        place = Place(marking.cell, name, words, marking.date, marking.kind)
        _add(pieces, place, [name] if marking.is_lead else [], [name])


def _entries(pieces: _Sorted, grid: Grid, remarks: list[Remark]) -> Iterator[Entry]:
    for (day, kind), found in pieces.items():
        for piece in found:
            people = (*piece.leads, *piece.people)
            for name in repeated(people):
                said = {"name": name, "day": f"{day.month}月{day.day}日"}
                remarks.append(Remark(grid.name, piece.cell.place, "person_twice", said))
            yield Entry(day, kind, people, grid.name, piece.cell.place, piece.is_spread)
