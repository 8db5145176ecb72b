"""A month of both rosters as a sheet to hang on the wall, which can be read back without loss."""

from calendar import Calendar
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.domain.calendar import DayKind, OpeningCalendar, ShiftKind
from bot.domain.roster import Shift, ShiftState
from bot.sheets.entries import STATE_SHEET
from bot.sheets.grid import Grid, name_of
from bot.sheets.people import EMPTY_SHIFT

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Base = Mapping[tuple[date, ShiftKind], tuple[str, ...]]
"""Who was on the shifts when the sheet was made."""

LEAD_MARK = "★"
_COLOURS = {
    DayKind.WORKDAY: "FFFFFF",
    DayKind.MAKEUP: "FFE8C7",
    DayKind.WEEKEND: "E3F1E1",
    DayKind.HOLIDAY: "FADADA",
}
_CLOSED, _HEAD = "F2F2F2", "D9E2EC"
_LAST_COLUMN = 8
_FONT = "宋体"
_LINE_HEIGHT = 15


class Wall(Struct, frozen=True):
    """What goes onto the sheet. `say` speaks the keys below sheet.wall."""

    year: int
    month: int
    shifts: Sequence[Shift]
    calendar: OpeningCalendar
    centre: str
    today: date
    say: Callable[..., str]


def write_wall(path: Path, wall: Wall) -> None:
    """Write the workbook: one page A4 across, and a hidden sheet with who was on duty."""
    from openpyxl import Workbook  # it costs 100 ms: only when a sheet is written

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = wall.say("sheet.wall.tab", year=wall.year, month=wall.month)
    _head(sheet, wall)
    row = 4
    for week in Calendar().monthdatescalendar(wall.year, wall.month):
        row = _week(sheet, row, list(week), wall)
    _wide(sheet, row, wall.say("sheet.wall.legend", mark=LEAD_MARK), 10)
    _wide(sheet, row + 1, wall.say("sheet.wall.signatures", day=wall.today.isoformat()), 11)
    sheet.row_dimensions[row + 1].height = 30
    _page(sheet, row + 1)
    _state(book, wall.shifts)
    book.save(path)


def read_base(grids: Iterable[Grid]) -> Base:
    """The hidden sheet of an export; empty for sheets of others."""
    found: dict[tuple[date, ShiftKind], tuple[str, ...]] = {}
    for grid in grids:
        if grid.name != STATE_SHEET:
            continue
        for row in grid.rows():
            day, kind, people = (grid.at(row, column) for column in (1, 2, 3))
            if day and kind and kind.text in {each.value for each in ShiftKind}:
                names = people.text.split("、") if people else ()
                found[date.fromisoformat(day.text), ShiftKind(kind.text)] = tuple(names)
    return found


def spell_crew(shift: Shift) -> str:
    """The people of a shift as they stand in the sheet; "" when nothing is planned."""
    if shift.state is ShiftState.PENDING:
        return ""
    return (
        "、".join((LEAD_MARK + shift.places[0], *shift.places[1:])) if shift.people else EMPTY_SHIFT
    )


def _head(sheet: "Worksheet", wall: Wall) -> None:
    title = wall.say("sheet.wall.title", centre=wall.centre, year=wall.year, month=wall.month)
    _wide(sheet, 1, title, 20)
    sheet.row_dimensions[1].height = 36
    provisional = "" if wall.calendar.is_published(wall.year) else wall.say("duty.provisional")
    _wide(sheet, 2, provisional, 10)
    _put(sheet, (3, 1), wall.say("sheet.wall.corner"), _HEAD, is_bold=True)
    for number in range(1, 8):
        _put(sheet, (3, number + 1), wall.say(f"day.weekday.{number}"), _HEAD, is_bold=True)
    sheet.column_dimensions["A"].width = 13
    for letter in "BCDEFGH":
        sheet.column_dimensions[letter].width = 19


def _week(sheet: "Worksheet", row: int, week: Sequence[date], wall: Wall) -> int:
    """The block of one week; the first row below it."""
    _put(sheet, (row, 1), wall.say("sheet.wall.date"), _HEAD, is_bold=True)
    for column, day in enumerate(week, 2):
        _put(sheet, (row, column), _spell_date(day, wall), _colour(day, wall), is_bold=True)
    own = {(shift.day, shift.kind): shift for shift in wall.shifts if shift.day in week}
    for kind in [kind for kind in ShiftKind if any(key[1] is kind for key in own)]:
        row += 1
        _put(sheet, (row, 1), _label([s for s in own.values() if s.kind is kind], wall), _HEAD)
        lines = 2
        for column, day in enumerate(week, 2):
            shift = own.get((day, kind))
            words = spell_crew(shift) if shift else ""
            _put(sheet, (row, column), words, _colour(day, wall) if shift else _CLOSED)
            lines = max(lines, -(-len(words) // 10))
        sheet.row_dimensions[row].height = lines * _LINE_HEIGHT
    return row + 1


def _spell_date(day: date, wall: Wall) -> str:
    if day.month != wall.month:
        return ""
    kind = wall.calendar.kind(day)
    name = wall.calendar.holiday_name(day) or ""
    if kind is DayKind.MAKEUP:
        name = wall.say("sheet.wall.makeup")
    key = "sheet.wall.named_day" if name else "sheet.wall.day"
    return wall.say(key, month=day.month, day=day.day, name=name)


def _label(shifts: Sequence[Shift], wall: Wall) -> str:
    """The shift with its time, where that is the same all week."""
    name = wall.say(f"shift.{shifts[0].kind.value}")
    times = {(f"{shift.start:%H:%M}", f"{shift.end:%H:%M}") for shift in shifts}
    if len(times) > 1:
        return name
    start, end = times.pop()
    return f"{name}\n{start}-{end}"


def _colour(day: date, wall: Wall) -> str:
    return _COLOURS[wall.calendar.kind(day)] if day.month == wall.month else _CLOSED


def _put(
    sheet: "Worksheet", spot: tuple[int, int], words: str, colour: str, *, is_bold: bool = False
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell = _written(sheet, spot, words)
    side = Side(style="thin", color="7F7F7F")
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    cell.fill = PatternFill("solid", start_color=colour)
    cell.font = Font(name=_FONT, size=11, bold=is_bold)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _wide(sheet: "Worksheet", row: int, words: str, size: int) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=_LAST_COLUMN)
    cell = _written(sheet, (row, 1), words)
    cell.font = Font(name=_FONT, size=size, bold=row == 1)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _written(sheet: "Worksheet", spot: tuple[int, int], words: str) -> "Cell":
    cell: Cell = sheet[name_of(spot)]
    if words:
        cell.value = words
        cell.data_type = "s"  # never a formula
    return cell


def _page(sheet: "Worksheet", last: int) -> None:
    """One page A4 across."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_area = f"A1:H{last}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.4
    sheet.freeze_panes = "B4"


def _state(book: "Workbook", shifts: Sequence[Shift]) -> None:
    sheet: Worksheet = book.create_sheet(STATE_SHEET)
    sheet.sheet_state = "veryHidden"
    for shift in shifts:
        sheet.append([shift.day.isoformat(), shift.kind.value, "、".join(shift.places)])
