"""Sheets of other offices: read right, or doubted with their cell; never read as another day."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.sheets.entries import Understood
from tests.sheets.office import crews, doubts, read
from tests.sheets.rosters import rows, sheet_of

TITLE = ["2026年12月值班表"]


def found_in(folder: Path, *lines: Sequence[object], title: Sequence[object] = TITLE) -> Understood:
    """What a sheet of this title and these lines (from row 2 on) says."""
    book = Workbook()
    rows(sheet_of(book, "Sheet1"), title, *lines)
    book.save(folder / "odd.xlsx")
    return read(folder / "odd.xlsx")


def test_days_of_the_titles_month_may_be_written_as_a_span_of_numbers(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        ["日期", "早班", "节假日"],
        ["1-4日", "王芳、张敏", "/"],
        ["5-6日", "—", "李四"],
        ["7日", "陈静", ""],
    )

    assert doubts(found) == []
    assert [key for key in crews(found) if key[1] == "early"] == [
        *((f"2026-12-0{day}", "early") for day in (1, 2, 3, 4)),
        ("2026-12-07", "early"),
    ]
    assert crews(found)["2026-12-06", "holiday"] == ("李四",)


@pytest.mark.parametrize(
    ("written", "key"),
    [("12-14日", "span_or_day"), ("5.6", "other_month"), ("5-6", "other_month")],
)
def test_what_may_be_another_month_is_asked_about(written: str, key: str, tmp_path: Path) -> None:
    found = found_in(tmp_path, ["日期", "早班"], ["12月1日", "王芳"], [written, "李四"])

    assert doubts(found) == [("A4", key)]
    assert not found.is_sure


def test_names_before_their_date_are_told_where_the_date_belongs(tmp_path: Path) -> None:
    lines: list[list[object]] = [
        ["序号", "姓名", "日期", "班次"],
        [1, "王芳", date(2026, 12, 1), "早间延时"],
    ]

    assert doubts(found_in(tmp_path, *lines)) == [("B3", "date_right")]


def test_an_afternoon_without_a_shift_is_no_part_of_the_mornings(tmp_path: Path) -> None:
    found = found_in(tmp_path, ["日期", "上午", "下午"], ["12月5日", "张敏、李四", "王芳"])

    assert doubts(found) == [("C3", "hours_outside")]
    assert crews(found) == {("2026-12-05", "holiday"): ("张敏", "李四")}


def test_a_hidden_sheet_is_left_out_and_told_of(tmp_path: Path) -> None:
    book = Workbook()
    rows(sheet_of(book, "12月"), TITLE, ["日期", "早班"], ["12月1日", "王芳"])
    old = book.create_sheet("旧")
    rows(old, ["2026年11月值班表"], ["日期", "早班"], ["11月30日", "张敏"])
    old.sheet_state = "hidden"
    book.save(tmp_path / "hidden.xlsx")

    found = read(tmp_path / "hidden.xlsx")

    assert list(crews(found)) == [("2026-12-01", "early")]
    assert [(each.sheet, each.key, each.is_error) for each in found.remarks] == [
        ("旧", "hidden_sheet", False)
    ]


def test_weeks_below_each_other_have_dates_of_their_own(tmp_path: Path) -> None:
    lines: list[list[object]] = []
    for first in (1, 7):
        days = [date(2026, 12, first + n) for n in range(4)]
        lines.append(["", *(f"12/{day.day} 周{'一二三四五六日'[day.weekday()]}" for day in days)])
        lines.append(["8:00—9:00", *["王芳 张敏"] * 4])
        lines.append(["12:00—14:00", *["李四\n何秀英"] * 4])

    found = found_in(tmp_path, *lines)

    assert doubts(found) == []
    assert len(crews(found)) == 16
    assert crews(found)["2026-12-10", "noon"] == ("李四", "何秀英")


def test_a_time_beside_the_date_leaves_the_date_a_date(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        ["时间", "带班领导", "值班员"],
        ["12月5日(周六)上午9:00-12:00", "张敏(13800000005)", "李四*、杨  帆"],
        ["20261206", "组长：王芳", "组员：陈静"],
    )

    assert crews(found) == {
        ("2026-12-05", "holiday"): ("张敏", "李四", "杨帆"),
        ("2026-12-06", "holiday"): ("王芳", "陈静"),
    }
    assert doubts(found) == [("A3", "time_beside")]
    assert found.is_sure
