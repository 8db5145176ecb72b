"""Reading and writing sheets in the sample centre, on Monday 23 November 2026."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from openpyxl import Workbook

from bot.domain.calendar import ShiftKind
from bot.sheets.entries import Reader, Understood
from bot.sheets.reading import understand
from bot.sheets.workbook import read_workbook
from tests.sample import snapshot
from tests.sheets.rosters import rows, sheet_of

TODAY = date(2026, 11, 23)
HEADING = ["日期", "早班", "午间", "晚班", "节假日"]
Crews = dict[tuple[str, str], tuple[str, ...]]


@cache
def reader() -> Reader:
    """How it reads sheets."""
    centre = snapshot()
    staff = centre.config.staff
    departments = frozenset(member.department for member in staff.values())
    names = {centre.config.texts.say(f"shift.{kind.value}"): kind for kind in ShiftKind}
    return Reader(frozenset(staff), departments, centre.calendar, TODAY, names)


def read(path: Path) -> Understood:
    """The workbook as it is understood."""
    return understand(read_workbook(path), reader())


def table(folder: Path, *lines: Sequence[object], title: str = "2026年12月值班表") -> Path:
    """A small sheet: a title, the heading, the lines (so the first line is row 3)."""
    book = Workbook()
    rows(sheet_of(book, "值班"), [title], HEADING, *lines)
    path = folder / "table.xlsx"
    book.save(path)
    return path


def crews(found: Understood) -> Crews:
    """Who serves, by date and shift."""
    return {(each.day.isoformat(), each.kind.value): each.people for each in found.entries}


def doubts(found: Understood) -> list[tuple[str, str]]:
    """Cell and kind of each remark."""
    return [(remark.place, remark.key) for remark in found.remarks]
