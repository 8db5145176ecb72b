"""Which day, which shift and which role each cell of a sheet is about."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct, field

from bot.domain.calendar import ShiftKind
from bot.sheets.date_cells import DateCells
from bot.sheets.dates import DateWords, read_weekday
from bot.sheets.grid import Cell, Grid, Spot, tight
from bot.sheets.people import is_named
from bot.sheets.words import Heading, HeadingKind, Hours, read_heading

_LABEL = re.compile(r"(?:^|(?<=[\s;、,。]))([一-鿿()]{1,10}):")
_NOT_ABOUT_PEOPLE = frozenset({HeadingKind.IGNORED, HeadingKind.LABEL})


class Place(Struct, frozen=True):
    """What one cell, or a labelled piece of it, is about. `date` is where the date is written.

    `kind` None: no shift could be found. `bad_hours`: the heading names times without a shift.
    """

    cell: Cell
    text: str
    words: DateWords
    date: Spot
    kind: ShiftKind | None
    is_lead: bool = False
    bad_hours: str = ""


class Layout(Struct, dict=True):
    """A sheet with its dates and headings found."""

    grid: Grid
    dates: DateCells
    hours: Hours
    headings: Mapping[Spot, Heading]
    weekdays: frozenset[Spot]
    lost: list[Cell] = field(default_factory=list)

    def places(self, skipped: frozenset[int]) -> Iterator[Place]:
        """Every cell about somebody, in reading order; those of no day end in `lost`.

        `skipped`: rows that are read otherwise.
        """
        for spot in sorted(self.grid.cells):
            cell = self.grid.cells[spot]
            if spot[0] in skipped or spot in self.headings or spot in self.weekdays:
                continue
            inline = self._inline(spot, cell)
            if inline:
                yield from inline
            elif spot not in self.dates:
                yield from self._placed(spot, cell)

    def section(self, spot: Spot) -> ShiftKind | None:
        """The shift the title over this spot, or the name of the sheet, is for."""
        for row in range(spot[0] - 1, 0, -1):
            here = self.headings.get((row, spot[1]))
            if here and here.kind is HeadingKind.TITLE:
                return here.shift
            if row in self.titles:
                return self.titles[row].shift
        named = read_heading(self.grid.name, self.hours)
        return named.shift if named else None

    @cached_property
    def titles(self) -> Mapping[int, Heading]:
        """The first title of each row that has one."""
        found: dict[int, Heading] = {}
        for (row, _), heading in sorted(self.headings.items()):
            if heading.kind is HeadingKind.TITLE:
                found.setdefault(row, heading)
        return found

    def _inline(self, spot: Spot, cell: Cell) -> list[Place]:
        """A date and the people below it in one cell."""
        words = self.dates.across.get(spot) or self.dates.down.get(spot)
        _, _, rest = cell.text.partition("\n")
        if words is None or not rest.strip() or spot != cell.spot:
            return []
        return list(self._pieces(Place(cell, rest, words, spot, self.section(spot))))

    def _placed(self, spot: Spot, cell: Cell) -> Iterator[Place]:
        above, beside = self._above(spot), self._beside(spot)
        where = self._date_of(spot)
        if where is None or (spot != cell.spot and self._date_of(cell.spot) is None):
            if spot == cell.spot:
                self.lost.append(cell)  # a footer is merged from the first column on, under no date
            return
        words = self.dates.down.get(where) or self.dates.across[where]
        named = beside if where in self.dates.across else [*above, *beside]
        if named and named[0].kind in _NOT_ABOUT_PEOPLE and not _is_shift_column(named):
            return
        shift = next((each.shift for each in named if each.shift), None) or self.section(spot)
        is_lead = any(each.kind is HeadingKind.LEAD for each in named[:2])
        bad = next((each.bad_hours for each in named if each.bad_hours), "")
        yield from self._pieces(Place(cell, cell.text, words, where, shift, is_lead, bad))

    def _pieces(self, place: Place) -> Iterator[Place]:
        """`早：王芳 中：李四` is two."""
        found = [(each, read_heading(each[1], self.hours)) for each in _LABEL.finditer(place.text)]
        labels = [(each, heading) for each, heading in found if heading]
        ends = [each.start() for each, _ in labels[1:]] + [len(place.text)]
        before = place.text[: labels[0][0].start()] if labels else place.text
        if before.strip(" \n;、,"):
            yield _piece(place, before, None)
        for (each, heading), end in zip(labels, ends, strict=False):  # without labels one end
            if heading.kind not in _NOT_ABOUT_PEOPLE:
                yield _piece(place, place.text[each.end() : end], heading)

    def _date_of(self, spot: Spot) -> Spot | None:
        row, column = spot
        for left in range(column - 1, 0, -1):
            if (row, left) in self.dates.down:
                return row, left
        for up in range(row - 1, 0, -1):
            heading = self.headings.get((up, column))
            if heading and heading.kind is HeadingKind.TITLE:
                return None
            if (up, column) in self.dates.across:
                return up, column
        labels = [each for each in self._beside(spot) if each.kind is not HeadingKind.IGNORED]
        return self._date_above(spot) if labels else None

    def _date_above(self, spot: Spot) -> Spot | None:
        """For the second and third line of a day whose date is written once."""
        for up in range(spot[0] - 1, max(0, spot[0] - 5), -1):
            for left in range(spot[1] - 1, 0, -1):
                if (up, left) in self.dates.down:
                    return up, left
        return None

    def _above(self, spot: Spot) -> list[Heading]:
        """The nearest headings over the spot that touch each other, the nearest first."""
        found: list[Heading] = []
        last: Heading | None = None
        for row in range(spot[0] - 1, 0, -1):
            heading = self.headings.get((row, spot[1]))
            if heading is None and found:
                break
            if heading and heading.kind is HeadingKind.TITLE:
                break
            if heading and heading is not last:
                found.append(heading)
            last = heading
        return found

    def _beside(self, spot: Spot) -> list[Heading]:
        """The headings left of the spot in its row, the nearest first, as far as the date."""
        found: list[Heading] = []
        for column in range(spot[1] - 1, 0, -1):
            if (spot[0], column) in self.dates.down:
                break
            heading = self.headings.get((spot[0], column))
            if heading and heading.kind is not HeadingKind.TITLE:
                found.append(heading)
        return found


def find_headings(grid: Grid, hours: Hours, staff: frozenset[str]) -> dict[Spot, Heading]:
    """Every heading; a cell that names somebody is none."""
    found = {}
    for spot, cell in grid.cells.items():
        if cell.value is not None or is_named(cell.text, staff):
            continue
        if read_weekday(cell.text) is None and (heading := read_heading(cell.text, hours)):
            found[spot] = heading
    return found


def find_weekdays(grid: Grid) -> frozenset[Spot]:
    """Cells that are a weekday and nothing else."""
    return frozenset(s for s, cell in grid.cells.items() if read_weekday(tight(cell.text)))


def ignored_columns(headings: Mapping[Spot, Heading]) -> frozenset[int]:
    """Columns whose first heading is one like 序号 or 电话: their numbers are no dates."""
    first: dict[int, Heading] = {}
    for (_, column), heading in sorted(headings.items()):
        if heading.kind is not HeadingKind.TITLE:
            first.setdefault(column, heading)
    return frozenset(c for c, heading in first.items() if heading.kind is HeadingKind.IGNORED)


def _is_shift_column(named: list[Heading]) -> bool:
    """`班次` is a label, but the shift beside the people is what counts."""
    return named[0].kind is HeadingKind.LABEL and any(each.shift for each in named)


def _piece(place: Place, text: str, heading: Heading | None) -> Place:
    kind = (heading.shift if heading else None) or place.kind
    is_lead = place.is_lead or bool(heading and heading.kind is HeadingKind.LEAD)
    bad = heading.bad_hours if heading and heading.bad_hours else place.bad_hours
    return Place(place.cell, text.strip(), place.words, place.date, kind, is_lead, bad)
