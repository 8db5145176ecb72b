"""What hangs on the wall can be read back: export and import are the identity."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.domain.calendar import CHINA, OpeningCalendar, ShiftKind, local
from bot.domain.roster import Override, Shift, ShiftState, shifts_on
from bot.sheets.wall import Wall, read_base, write_wall
from bot.sheets.workbook import read_workbook
from tests.sample import snapshot
from tests.sheets.office import TODAY, crews, read

NAMES = ("张敏", "李四", "王芳", "刘强", "陈静", "邓国华")
CREWS = st.lists(st.sampled_from(NAMES), max_size=4, unique=True).map(tuple)
MONTHS = st.tuples(st.sampled_from([2026, 2027]), st.integers(1, 12))


def month_of(year: int, month: int, changes: dict[int, tuple[str, ...]]) -> list[Shift]:
    """The sample's shifts of a month; some days have other people."""
    roster, calendar = snapshot().config.roster, snapshot().calendar
    first = date(year, month, 1)
    last = (first + timedelta(days=32)).replace(day=1)
    found: list[Shift] = []
    for day in OpeningCalendar.days(first, (last - first).days):
        people = changes.get(day.day)
        at = local(day, calendar.workday_hours[0].start).astimezone(CHINA)
        over = [Override(day, kind, people or (), "", "", at) for kind in ShiftKind]
        found += shifts_on(roster, over if people is not None else (), calendar, day)
    return found


def written(folder: Path, year: int, month: int, shifts: list[Shift]) -> Path:
    path = folder / "wall.xlsx"
    say = snapshot().config.texts.say
    write_wall(path, Wall(year, month, shifts, snapshot().calendar, "柳城五月花街道", TODAY, say))
    return path


@example((2026, 2), {})  # its first week is one Sunday
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MONTHS, st.dictionaries(st.integers(1, 31), CREWS, max_size=31))
def test_export_and_import_are_the_identity(
    when: tuple[int, int], changes: dict[int, tuple[str, ...]]
) -> None:
    shifts = month_of(*when, changes)
    with TemporaryDirectory() as folder:
        path = written(Path(folder), *when, shifts)
        found, base = read(path), read_base(read_workbook(path))

    planned = {
        (shift.day.isoformat(), shift.kind.value): shift.places
        for shift in shifts
        if shift.state is not ShiftState.PENDING
    }
    assert found.remarks == ()
    assert crews(found) == planned
    assert {
        (day.isoformat(), kind.value): people for (day, kind), people in base.items()
    } == planned


def test_parts_of_a_shift_come_back(tmp_path: Path) -> None:
    shift = next(s for s in month_of(2026, 12, {}) if s.kind is ShiftKind.NOON)
    at = shift.start
    people = ("王芳 12:00-13:00", "李四 13:00-14:00", "陈静")
    override = Override(shift.day, shift.kind, people, "", "", at)
    roster, calendar = snapshot().config.roster, snapshot().calendar
    shifts = list(shifts_on(roster, [override], calendar, shift.day))

    found = crews(read(written(tmp_path, 2026, 12, shifts)))
    assert found[shift.day.isoformat(), "noon"] == people


def test_it_is_one_page_across_for_the_printer(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path, 2026, 10, month_of(2026, 10, {})))
    sheet, state = book.worksheets

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet["A1"].value == "柳城五月花街道2026年10月值班表"
    cells = [cell.value for line in sheet.iter_rows() for cell in line if cell.value]
    assert "10月1日(国庆节)" in cells
    assert "10月10日(调休上班)" in cells
    assert any("★" in str(value) for value in cells)
    assert "审核" in str(cells[-1])
    assert state.sheet_state == "veryHidden"
