"""What cannot be right is named with its cell; what is only odd is read and named too."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.sheets.office import HEADING, crews, doubts, read, table
from tests.sheets.rosters import rows, sheet_of

CREW = "王芳、张敏"


def test_a_name_like_one_of_the_list_is_asked_about(tmp_path: Path) -> None:
    found = read(table(tmp_path, ["12月1日", "张敏/李4"]))

    [remark] = found.remarks
    assert (remark.place, remark.key, remark.is_error) == ("B3", "unknown_name", True)
    assert remark.values == {"text": "张敏/李4", "word": "李4", "near": "李四"}


@pytest.mark.parametrize(
    ("lines", "place", "key"),
    [
        ([["12月1日", "张飞飞"]], "B3", "unknown_word"),
        ([["12月1日", "张敏、王芳、张敏"]], "B3", "person_twice"),
        ([["12月1日", "张敏 8:00-8:40、张敏 8:30-9:00"]], "B3", "person_twice"),
        ([["12月1日", "张敏（请假）"]], "B3", "aside_changes"),
        ([["11月31日", CREW]], "A3", "no_day"),
        ([["13月5日", CREW]], "A3", "no_month"),
        ([["12月1日(周三)", CREW]], "A3", "weekday_wrong"),
        ([["12月7日-12月4日", CREW]], "A3", "backwards"),
        ([["12月1日", CREW], ["12.1", "李四"]], "B4", "shift_twice"),
        ([["12月1日", '=CONCATENATE("王芳","、","张敏")']], "B3", "formula_empty"),
        ([["请假", "", "", "", "张敏"]], "E3", "no_date"),
        ([[date(2025, 12, 5), CREW]], "A3", "other_year"),
    ],
)
def test_what_is_wrong_is_named_with_its_cell(
    lines: list[list[object]], place: str, key: str, tmp_path: Path
) -> None:
    found = read(table(tmp_path, *lines, ["12月2日", "李四"]))

    assert (place, key) in doubts(found)
    assert not found.is_sure


@pytest.mark.parametrize("title", ["2026年13月值班表", "十三月值班表"])
def test_a_thirteenth_month_in_the_title_is_refused(title: str, tmp_path: Path) -> None:
    assert doubts(read(table(tmp_path, ["1日", CREW], title=title))) == [("A1", "no_month")]


def test_times_outside_the_opening_hours_are_refused(tmp_path: Path) -> None:
    book = Workbook()
    rows(sheet_of(book, "12月"), ["日期", "早班(6:00-7:00)"], ["12月1日", CREW])
    book.save(tmp_path / "hours.xlsx")

    assert doubts(read(tmp_path / "hours.xlsx")) == [("B2", "hours_outside")]


def test_without_any_month_the_admin_is_asked_for_it(tmp_path: Path) -> None:
    assert ("A3", "month_unknown") in doubts(read(table(tmp_path, ["5号", CREW], title="值班")))


def test_a_question_mark_is_read_and_named(tmp_path: Path) -> None:
    found = read(table(tmp_path, ["5/12?", None, None, None, CREW]))

    assert crews(found) == {("2026-12-05", "holiday"): ("王芳", "张敏")}
    assert doubts(found) == [("A3", "question_mark")]
    assert found.is_sure


def test_the_tenth_typed_as_a_number_is_seen_from_its_neighbours(tmp_path: Path) -> None:
    found = read(table(tmp_path, [12.8, CREW], [12.9, CREW], [12.1, CREW], [12.11, CREW]))

    assert [key[0][-2:] for key in crews(found)] == ["08", "09", "10", "11"]
    assert doubts(found) == [("A5", "tenth")]


def test_the_value_a_formula_shows_is_used_and_named(tmp_path: Path) -> None:
    path = table(tmp_path, ["12月1日", "=1+1"])
    book = load_workbook(path)
    book.worksheets[0]["B3"] = CREW
    book.save(path)

    assert read(path).is_sure


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("王芳 张敏", ("王芳", "张敏")),
        ("王芳张敏", ("王芳", "张敏")),
        ("王　芳，张　敏", ("王芳", "张敏")),
        ("王芳；张敏（带班）", ("张敏", "王芳")),
        ("带班：张敏 值班：王芳、李四", ("张敏", "王芳", "李四")),
        ("1.王芳\n2.张敏", ("王芳", "张敏")),
        ("王芳13800000001 张敏(民政)", ("王芳", "张敏")),
        ("王芳(8:00-8:30)、张敏 8：30-9：00", ("王芳 08:00-08:30", "张敏 08:30-09:00")),
        ("王芳 8:00-8:30 张敏 8:30-9:00", ("王芳 08:00-08:30", "张敏 08:30-09:00")),
        ("空班", ()),
    ],
)
def test_people_are_read_however_they_are_separated(
    cell: str, people: tuple[str, ...], tmp_path: Path
) -> None:
    found = read(table(tmp_path, ["12月1日", cell]))

    assert (crews(found), found.remarks) == ({("2026-12-01", "early"): people}, ())


@pytest.mark.parametrize("cell", ["/", "—", "无", "休", ""])
def test_a_dash_says_nothing_about_the_shift(cell: str, tmp_path: Path) -> None:
    found = read(table(tmp_path, ["12月1日", cell, CREW]))

    assert list(crews(found)) == [("2026-12-01", "noon")]


@pytest.mark.parametrize(
    "written", ["12月5日", "12.5", "5号", "5日", "十二月五日", "2026/12/5", "2026-12-05", "12-5",
                "１２月５日（星期六）", "周六12.5", "26.12.5", "12/5", 46361, date(2026, 12, 5)]
)  # fmt: skip
def test_dates_are_read_however_they_are_typed(written: object, tmp_path: Path) -> None:
    found = read(table(tmp_path, [written, None, None, None, CREW]))

    assert list(crews(found)) == [("2026-12-05", "holiday")]
    assert found.remarks == ()


def test_a_sheet_without_dates_is_left_alone(tmp_path: Path) -> None:
    book = Workbook()
    rows(sheet_of(book, "通讯录"), ["姓名", "电话"], ["张敏", "13800000005"])
    rows(sheet_of(book, "12月"), HEADING, ["12月1日", CREW])
    book.save(tmp_path / "two.xlsx")
    found = read(tmp_path / "two.xlsx")

    assert list(crews(found)) == [("2026-12-01", "early")]
    assert [(remark.sheet, remark.key) for remark in found.remarks] == [("通讯录", "no_dates")]
