"""What may be wrong with a whole sheet: formulas, shifts written twice, names without a date."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, time

from bot.domain.calendar import ShiftKind
from bot.domain.part_shifts import split_place
from bot.sheets.entries import Entry
from bot.sheets.grid import Grid, Remark
from bot.sheets.layout import Layout
from bot.sheets.people import is_named
from bot.sheets.words import HeadingKind, is_aside


def formulas(grid: Grid) -> Iterator[Remark]:
    """Cells whose value comes from a formula; an error where none was worked out."""
    for spot, cell in grid.cells.items():
        if cell.is_formula and cell.spot == spot:
            key = "formula_value" if cell.text else "formula_empty"
            yield Remark(grid.name, cell.place, key, {"text": cell.text}, is_error=not cell.text)


def repeated(places: Sequence[str]) -> Iterator[str]:
    """Names with two places in one shift whose times overlap; a name alone has all of it."""
    known: dict[str, list[tuple[time, time]]] = {}
    for place in places:
        try:
            name, part = split_place(place)
        except ValueError:  # the time itself is wrong: told with the shift
            continue
        start, end = part or (time.min, time.max)
        if any(start < b and a < end for a, b in known.get(name, ())):
            yield name
        known.setdefault(name, []).append((start, end))


def twice(entries: Sequence[Entry]) -> Iterator[Remark]:
    """The same shift in two places with different people."""
    first: dict[tuple[date, ShiftKind], Entry] = {}
    for entry in entries:
        known = first.setdefault((entry.day, entry.kind), entry)
        if known.people != entry.people:
            other = f"{known.sheet}!{known.place}" if known.sheet != entry.sheet else known.place
            said = {"day": f"{entry.day.month}月{entry.day.day}日", "other": other}
            yield Remark(entry.sheet, entry.place, "shift_twice", said)


def lost(layout: Layout, staff: Collection[str]) -> Iterator[Remark]:
    """Names that stand under no date, or left of it."""
    for cell in layout.lost:
        heading = layout.headings.get(cell.spot)
        is_title = heading is not None and heading.kind is HeadingKind.TITLE
        if is_named(cell.text, staff) and not is_aside(cell.text) and not is_title:
            is_left = any(row == cell.spot[0] for row, _ in layout.dates.down)
            key = "date_right" if is_left else "no_date"
            yield Remark(layout.grid.name, cell.place, key, {"text": cell.text})


def once(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """Each remark once."""
    seen: set[tuple[str, str, str]] = set()
    for remark in remarks:
        key = (remark.place, remark.key, str(sorted(remark.values.items())))
        if key not in seen:
            seen.add(key)
            yield remark
