"""Which cells of a sheet are dates, and whether they run down a column or across a row."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct, field

from bot.sheets.dates import BadDate, DateWords, Month, day_in, read_date, read_weekday
from bot.sheets.grid import Cell, Grid, Remark, Spot, tight

FEWEST_IN_A_RUN = 4
_FEWEST_ACROSS = 3


class DateCells(Struct):
    """The dates of a sheet by spot; a bad one has no days, so that nothing is put on another."""

    down: dict[Spot, DateWords] = field(default_factory=dict)
    across: dict[Spot, DateWords] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def __contains__(self, spot: Spot) -> bool:
        return spot in self.down or spot in self.across


def find_dates(grid: Grid, month: Month, ignored: frozenset[int]) -> DateCells:
    """Every date cell. `ignored`: columns of something else (序号, 电话)."""
    found = DateCells()
    dates: dict[Spot, DateWords] = {}
    for spot, cell in grid.cells.items():
        if spot[1] not in ignored and (words := _date_at(grid, cell, month, found.remarks)):
            dates[spot] = words
    dates |= _bare_days(grid, month, ignored, found.remarks)
    _repair_tenths(grid, dates, found.remarks)
    across = _across(grid, dates)
    for spot, words in dates.items():
        (found.across if spot in across else found.down)[spot] = words
    found.remarks += _weekdays(grid, found)
    return found


def _date_at(grid: Grid, cell: Cell, month: Month, remarks: list[Remark]) -> DateWords | None:
    first_line = cell.text.partition("\n")[0]
    try:
        words = read_date(cell.value, cell.text, month) or read_date(None, first_line, month)
    except BadDate as bad:
        _add_once(remarks, Remark(grid.name, cell.place, bad.key, {"text": bad.text}))
        return DateWords(())
    if words and words.doubt:
        said = {"text": cell.text, "day": f"{words.days[0].month}月{words.days[0].day}日"}
        _add_once(remarks, Remark(grid.name, cell.place, words.doubt, said, is_error=False))
    return words


def _bare_days(
    grid: Grid, month: Month, ignored: frozenset[int], remarks: list[Remark]
) -> dict[Spot, DateWords]:
    """Runs of plain numbers that count the days: 1 2 3 4 …"""
    spots: set[Spot] = set()
    for line in (*grid.rows().values(), *grid.columns().values()):
        for run in _runs(grid, [spot for spot in line if spot[1] not in ignored]):
            if len(run) >= FEWEST_IN_A_RUN or _goes_on(grid, run, spots):
                spots.update(run)
    found = {}
    for spot in spots:
        cell = grid.cells[spot]
        try:
            found[spot] = DateWords((day_in(month, int(cell.text)),))
        except BadDate as bad:
            _add_once(remarks, Remark(grid.name, cell.place, bad.key, {"text": bad.text}))
            found[spot] = DateWords(())
    return found


def _runs(grid: Grid, line: Sequence[Spot]) -> Iterator[list[Spot]]:
    run: list[Spot] = []
    for spot in line:
        number = _number(grid.cells[spot])
        if number is None and run and grid.cells[spot] is grid.cells[run[-1]]:
            continue
        if run and number is not None and number == (_number(grid.cells[run[-1]]) or 0) + 1:
            run.append(spot)
            continue
        yield run
        run = [spot] if number is not None else []
    yield run


def _goes_on(grid: Grid, run: Sequence[Spot], known: set[Spot]) -> bool:
    """A short week of a month's calendar, under or over a whole one."""
    if not run or not known:
        return False
    rows = {row for row, _ in known}
    if run[0][0] in rows or len({row for row, _ in run}) > 1:
        return False
    columns = {column for _, column in known}
    return len(rows) < len(known) and all(column in columns for _, column in run)


def _number(cell: Cell) -> int | None:
    words = tight(cell.text)
    return int(words) if words.isdecimal() and len(words) <= 2 and 1 <= int(words) <= 31 else None


def _repair_tenths(grid: Grid, dates: dict[Spot, DateWords], remarks: list[Remark]) -> None:
    """12.10 typed as a number is 12.1: after 12.9 it is the tenth, after 12.19 the twentieth."""
    for line in (*grid.columns().values(), *grid.rows().values()):
        spots = [spot for spot in line if isinstance(grid.cells[spot].value, float)]
        for before, spot in pairwise(spots):
            if not (dates.get(before) and dates.get(spot)):
                continue
            last, this = dates[before].days, dates[spot].days
            if last and this and last[-1].day + 1 == this[0].day * 10 <= 30:
                day = date(this[0].year, this[0].month, this[0].day * 10)
                dates[spot] = DateWords((day,))
                cell = grid.cells[spot]
                said = {"text": cell.text, "day": f"{day.month}月{day.day}日"}
                remarks.append(Remark(grid.name, cell.place, "tenth", said, is_error=False))


def _across(grid: Grid, dates: Mapping[Spot, DateWords]) -> set[Spot]:
    found: set[Spot] = set()
    lines = grid.rows()
    for row, spots in lines.items():
        own = [spot for spot in spots if spot in dates]
        cells = {grid.cells[spot].spot: spot for spot in own}
        days = {dates[spot].days for spot in own if dates[spot].days}
        is_pair = len(cells) == 2 and not _has_date_next(grid, dates, own, row)
        if len(days) > 1 and (len(cells) >= _FEWEST_ACROSS or is_pair):
            found.update(own)
    columns = {column for _, column in found}
    return found | {s for s in dates if s[1] in columns and _ends_row(lines[s[0]], dates, s)}


def _ends_row(line: Sequence[Spot], dates: Mapping[Spot, DateWords], spot: Spot) -> bool:
    """Only dates follow in its row: a short week of a calendar, no line of a table."""
    return all(each in dates for each in line if each[1] > spot[1])


def _has_date_next(
    grid: Grid, dates: Mapping[Spot, DateWords], own: Sequence[Spot], row: int
) -> bool:
    return any((near, spot[1]) in dates for spot in own for near in (row - 1, row + 1))


def _weekdays(grid: Grid, found: DateCells) -> Iterator[Remark]:
    """Dates whose weekday, written beside them, is another one."""
    seen: set[Spot] = set()
    for spot, words in (*found.down.items(), *found.across.items()):
        cell = grid.cells[spot]
        if cell.spot in seen or len(words.days) != 1:
            continue
        seen.add(cell.spot)
        day, beside = words.days[0], words.weekday or _weekday_near(grid, spot, found)
        if beside and beside != day.isoweekday():
            said = {"day": f"{day.month}月{day.day}日", "is": "一二三四五六日"[day.weekday()]}
            yield Remark(
                grid.name,
                cell.place,
                "weekday_wrong",
                said | {"says": "一二三四五六日"[beside - 1]},
            )


def _weekday_near(grid: Grid, spot: Spot, found: DateCells) -> int | None:
    row, column = spot
    if spot in found.across:
        near = [(row + 1, column), (row - 1, column)]
    else:
        near = [(row, column + 1), (row, column + 2), (row, column - 1)]
    for each in near:
        if each in found:
            continue
        cell = grid.at(*each)
        if cell and (weekday := read_weekday(cell.text)):
            return weekday
    return None


def _add_once(remarks: list[Remark], remark: Remark) -> None:
    if remark not in remarks:
        remarks.append(remark)
