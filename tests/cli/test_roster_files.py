"""Rosters in and out of files, as an admin does it on the command line."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import Workbook, load_workbook

from bot.domain.calendar import DayKind
from bot.handlers.clock import china_now
from tests.cli.house import Desk
from tests.sample import snapshot

HEADING = ["日期", "早班", "午间", "晚班", "节假日"]


def saturday_ahead(weeks: int = 2) -> date:
    """The first Saturday at least so many weeks from today that is an ordinary one."""
    today = china_now().date()
    first = today + timedelta(days=(5 - today.weekday()) % 7 + 7 * weeks)
    calendar = snapshot().calendar
    while calendar.kind(first) is not DayKind.WEEKEND:  # worked, or a public holiday
        first += timedelta(days=7)
    return first


def sheet(desk: Desk, *lines: Sequence[object], name: str = "sheet.xlsx") -> str:
    """A small roster in the desk's folder."""
    book = Workbook()
    for line in (HEADING, *lines):
        book.worksheets[0].append(list(line))
    book.save(desk.folder / name)
    return name


def on(day: date, *people: str) -> list[object]:
    """A line that gives a day of the holiday roster to these people."""
    return [f"{day.year}年{day.month}月{day.day}日", None, None, None, "、".join(people)]


def on_duty(desk: Desk, day: date) -> list[str]:
    shown = json.loads(desk.run("roster", "show", "--days", "60", "--json").out)
    [row] = [row for row in shown if row["date"] == day.isoformat()]
    people: list[str] = row["people"]
    return people


@pytest.fixture
def saturday(desk: Desk) -> date:
    """A Saturday with the shift of the rotation."""
    day = saturday_ahead()
    assert on_duty(desk, day) != ["罗勇", "李四"]
    return day


def test_a_preview_changes_nothing_and_apply_does(desk: Desk, saturday: date) -> None:
    name = sheet(desk, on(saturday, "罗勇", "李四"))
    before = on_duty(desk, saturday)

    seen = desk.run("roster", "import", name)
    assert seen.code == 0
    assert f"{saturday.month}月{saturday.day}日（周六）节假日：罗勇、李四（原来：" in seen.out
    assert "还没有写入" in seen.out
    assert on_duty(desk, saturday) == before

    assert "已写入 1 个班" in desk.run("roster", "import", name, "--apply").out
    assert on_duty(desk, saturday) == ["罗勇", "李四"]
    assert "要改 0 个班，1 个班不变" in desk.run("roster", "import", name, "--apply").out
    assert "--apply" not in desk.run("roster", "import", name).out


def test_with_one_error_nothing_is_written(desk: Desk, saturday: date) -> None:
    name = sheet(desk, on(saturday, "罗勇", "李四"), on(saturday + timedelta(days=1), "张敏/李4"))
    before = on_duty(desk, saturday)

    ran = desk.run("roster", "import", name, "--apply")
    assert ran.code == 2
    assert "✗ E3：“张敏/李4”里的“李4”不在人员名单上，像是“李四”吗？" in ran.err
    assert on_duty(desk, saturday) == before


def test_a_shift_outside_opening_hours_says_what_there_is(desk: Desk, saturday: date) -> None:
    ran = desk.run("roster", "import", sheet(desk, [saturday, "张敏"]), "--apply")

    assert ran.code == 2
    assert "B2：" in ran.err
    assert "没有早间延时班（这天：节假日）" in ran.err


def test_a_month_that_is_over_is_refused(desk: Desk) -> None:
    last_year = china_now().year - 1
    ran = desk.run("roster", "import", sheet(desk, on(date(last_year, 12, 13), "张敏")), "--apply")

    assert ran.code == 2
    assert f"{last_year}年12月的班都已经过去了" in ran.err


def test_export_and_import_change_nothing(desk: Desk) -> None:
    month = f"{saturday_ahead(5):%Y-%m}"
    assert desk.run("roster", "export", "wall.xlsx", "--month", month).code == 0

    assert "要改 0 个班" in desk.run("roster", "import", "wall.xlsx", "--apply").out


def test_what_changed_since_the_export_is_kept_or_refused(desk: Desk, saturday: date) -> None:
    month = f"{saturday:%Y-%m}"
    desk.run("roster", "export", "wall.xlsx", "--month", month)
    by_hand = sheet(desk, on(saturday, "罗勇", "李四"))
    desk.run("roster", "import", by_hand, "--apply", "--by", "唐磊")

    kept = desk.run("roster", "import", "wall.xlsx", "--apply")
    assert "导出以后唐磊改过，现在是罗勇、李四" in kept.out
    assert on_duty(desk, saturday) == ["罗勇", "李四"]

    _write_over(desk.folder / "wall.xlsx", saturday, "★曾伟")
    refused = desk.run("roster", "import", "wall.xlsx", "--apply")
    assert refused.code == 2
    assert "唐磊已经改过，现在是罗勇、李四，和表里不一样" in refused.err

    assert desk.run("roster", "import", "wall.xlsx", "--apply", "--replace").code == 0
    assert on_duty(desk, saturday) == ["曾伟"]


def _write_over(path: Path, day: date, words: str) -> None:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    spelled = f"{day.month}月{day.day}日"
    [(row, column)] = [
        (int(cell.row or 0), int(cell.column or 0))
        for line in sheet.iter_rows()
        for cell in line
        if str(cell.value or "").partition("(")[0] == spelled
    ]
    below = range(row, row + 5)
    [row] = [each for each in below if str(sheet.cell(each, 1).value).startswith("节假日")]
    sheet.cell(row, column).value = words
    book.save(path)


def test_the_calendar_of_a_person_holds_their_shifts(desk: Desk, saturday: date) -> None:
    desk.run("roster", "import", sheet(desk, on(saturday, "罗勇", "李四")), "--apply")
    assert desk.run("roster", "ics", "own.ics", "--person", "罗勇").code == 0

    calendar = Calendar.from_ical((desk.folder / "own.ics").read_bytes())
    [event] = [e for e in calendar.walk("VEVENT") if e.decoded("dtstart").date() == saturday]
    start = event.decoded("dtstart").astimezone(china_now().tzinfo)
    assert (start.hour, start.minute, event.decoded("sequence")) == (9, 0, 1)
    assert "李四" in str(event["description"])


def test_options_may_stand_before_the_file(desk: Desk) -> None:
    assert desk.run("roster", "ics", "--person", "李四", "own.ics").code == 0
    assert (desk.folder / "own.ics").exists()


def test_a_stranger_has_no_calendar(desk: Desk) -> None:
    ran = desk.run("roster", "ics", "own.ics", "--person", "李4")

    assert ran.code == 2
    assert "您是想写：李四" in ran.err
    assert not (desk.folder / "own.ics").exists()


def test_the_address_of_a_feed_is_the_last_line(desk: Desk) -> None:
    opened = desk.run("roster", "feed", "张敏")

    assert opened.out.splitlines()[-1].startswith("/feeds/")
    assert "1 个" in desk.run("roster", "feed", "张敏", "--revoke").out
    assert desk.run("roster", "feed", "张三丰").code == 2
    whole = desk.run("roster", "feed", "centre").out
    assert whole.startswith("全中心")
    assert "只给本人" not in whole


@pytest.mark.parametrize(
    "words",
    [
        ("import", "nothing.xlsx"),
        ("import", "old.xls"),
        ("import",),
        ("export", "wall.pdf"),
        ("export", "wall.xlsx", "--month", "2026-13"),
        ("export", "no/such/folder/wall.xlsx"),
    ],
)
def test_bad_words_end_with_2_and_one_line(desk: Desk, words: tuple[str, ...]) -> None:
    (desk.folder / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    ran = desk.run("roster", *words)

    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
