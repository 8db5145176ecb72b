"""Ten rosters as offices make them, each in another shape; all of December 2026 or its holidays."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

WEEKDAYS = "一二三四五六日"
FIRST = date(2026, 12, 1)
WEEK = [FIRST + timedelta(days=n) for n in range(7)]  # Tuesday to Monday
OFF = [day for day in WEEK if day.weekday() >= 5]
WORKED = [day for day in WEEK if day.weekday() < 5]


def sheet_of(book: Workbook, name: str) -> Worksheet:
    """The first sheet, or one more."""
    only = book.worksheets[0]
    if only.title == "Sheet":
        only.title = name
        return only
    sheet: Worksheet = book.create_sheet(name)
    return sheet


def rows(sheet: Worksheet, *lines: Sequence[object]) -> None:
    """Add rows at the end."""
    for line in lines:
        sheet.append(list(line))


def dates_down(book: Workbook) -> None:
    """Title, dates with weekday down, both rosters in columns, notes, phones and a footer."""
    sheet = sheet_of(book, "12月")
    rows(sheet, ["柳城街道市民服务中心２０２６年１２月值班表"])
    sheet.merge_cells("A1:H1")
    rows(sheet, ["日期", "星期", "早班", "午间", "晚班", "节假日", "联系电话", "备注"])
    for day in WEEK:
        worked = day.weekday() < 5
        line = [f"{day.month}月{day.day}日", f"星期{WEEKDAYS[day.weekday()]}"]
        crews = ["王芳、张敏", "李四 陈静", "杨帆/刘强", None]
        crews = crews if worked else [None, None, None, "周建军（带班）、罗勇"]
        rows(sheet, [*line, *crews, "13800000001", "提前到岗"])
    rows(sheet, ["注：如需换班请提前一天告知。"], ["制表人：唐磊", None, "审核：邓国华"])


def dates_across(book: Workbook) -> None:
    """Numbers of the days across, the weekday below, the shifts down the left."""
    sheet = sheet_of(book, "延时服务（12月）")
    rows(sheet, ["2026年12月延时服务人员值班表"])
    rows(sheet, ["日期", *[day.day for day in WEEK]])
    rows(sheet, ["星期", *[WEEKDAYS[day.weekday()] for day in WEEK]])
    for label, crew in (
        ("早间(8:00-9:00)", "王芳\n张敏"),
        ("午间(12:00-14:00)", "李四\n陈静"),
        ("傍晚(17:00-18:00)", "杨帆\n刘强"),
    ):
        rows(sheet, [label, *[crew if day.weekday() < 5 else "/" for day in WEEK]])


def two_sections(book: Workbook) -> None:
    """The extended hours above, the holidays below, each with its own title and heading."""
    sheet = sheet_of(book, "Sheet1")
    rows(sheet, ["延时服务人员值班表（2026年12月）"], ["日期", "早", "中", "晚"])
    for day in WORKED:
        rows(sheet, [f"12.{day.day}", "★张敏，王芳", "陈静，李四", "刘强，杨帆"])
    rows(sheet, [], ["节假日服务人员值班表"], ["日期", "带班", "值班人员"])
    for day in OFF:
        rows(
            sheet, [f"{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]})", "罗勇", "周建军 曾伟"]
        )


def side_by_side(book: Workbook) -> None:
    """Two tables beside each other, real dates, an empty column between."""
    sheet = sheet_of(book, "值班")
    rows(sheet, ["延时服务", None, None, None, None, "节假日服务"])
    rows(sheet, ["日期", "早间", "午间", "傍晚", None, "日期", "值班人员"])
    for number, day in enumerate(WORKED):
        line: list[object] = [day, "王芳,张敏", "李四,陈静", "杨帆,刘强", None]
        rows(sheet, [*line, *([OFF[number], "周建军,罗勇"] if number < 2 else [])])


def one_line_a_shift(book: Workbook) -> None:
    """Three lines a day, the date merged over them; the time in the heading of the shift."""
    sheet = sheet_of(book, "2026年12月")
    rows(sheet, ["序号", "日期", "班次", "值班人员", "电话"])
    number = 1
    for day in WORKED:
        top = sheet.max_row + 1
        crews = (
            ("8:00-9:00", "王芳 张敏"),
            ("12:00-14:00", "李四 陈静"),
            ("17:00-18:00", "杨帆 刘强"),
        )
        for clock, crew in crews:
            is_first = clock == "8:00-9:00"
            rows(sheet, [number, f"{day.day}号" if is_first else None, clock, crew, "02882720000"])
            number += 1
        sheet.merge_cells(start_row=top, end_row=top + 2, start_column=2, end_column=2)
    for day in OFF:
        rows(sheet, [number, f"{day.day}号", "节假日", "周建军 罗勇", None])
        number += 1


def a_row_a_person(book: Workbook) -> None:
    """Names down, days across, a shift word in each place."""
    sheet = sheet_of(book, "排班")
    rows(sheet, ["十二月份排班表"], ["姓名", *[f"{day.day}日" for day in WEEK]])
    marks = {"王芳": "早", "张敏": "早", "李四": "中", "陈静": "中班", "杨帆": "晚", "刘强": "晚"}
    for name, mark in marks.items():
        rows(sheet, [name, *[mark if day.weekday() < 5 else "休" for day in WEEK]])
    for name in ("周建军", "罗勇"):
        lead = "★" if name == "罗勇" else ""
        rows(sheet, [name, *["休" if day.weekday() < 5 else f"{lead}节假日" for day in WEEK]])


def month_calendar(book: Workbook) -> None:
    """A month to hang on the wall: seven columns, the people under the day, shift by word."""
    sheet = sheet_of(book, "2026年12月")
    rows(sheet, [f"星期{each}" for each in WEEKDAYS])
    first: list[object] = [None, *range(1, 7)]
    crew = "早：王芳、张敏\n中：李四、陈静\n晚：杨帆、刘强"
    rows(
        sheet, first, [None, crew, crew, crew, crew, "节假日：周建军、罗勇", "节假日：周建军、罗勇"]
    )
    rows(sheet, [*range(7, 14)], [crew])


def weekly(book: Workbook) -> None:
    """One line for several days, with merged names."""
    sheet = sheet_of(book, "第一周")
    rows(sheet, ["2026年12月值班安排"], ["日期", "早班", "午班", "晚班", "周末"])
    rows(sheet, ["12月1日-12月4日", "王芳、张敏", "李四、陈静", "杨帆、刘强", None])
    rows(sheet, ["12月5、6日", None, None, None, "周建军、罗勇"])
    rows(sheet, ["12.7-8", "王芳、张敏", "李四、陈静", "杨帆、刘强", None])


def holidays_only(book: Workbook) -> None:
    """A long holiday with a column of leaders, names padded with spaces, full-width digits."""
    sheet = sheet_of(book, "元旦")
    rows(sheet, ["2027年元旦节假日值班表"], ["日　期", "带班领导", "值 班 人 员", "备　注"])
    rows(sheet, ["１月１日（周五）", "邓国华", "张　敏、李　四", "元旦"])
    rows(sheet, ["１月２日（周六）", "邓国华", "王　芳　陈　静", None])
    rows(sheet, ["１月３日（周日）", "冯雪梅", "罗勇曾伟", None])


def sheet_a_month(book: Workbook) -> None:
    """A sheet for each month, Excel's day numbers, one crew merged over several days."""
    for month in (12, 1):
        sheet = sheet_of(book, f"{month}月")
        rows(sheet, ["日期", "早班", "午间", "晚班"])
        year = 2026 if month == 12 else 2027
        for number in (7, 8) if month == 12 else (4, 5):
            serial = (date(year, month, number) - date(1899, 12, 30)).days
            is_first = number in (7, 4)
            rows(sheet, [serial, "王芳、张敏" if is_first else None, "李四；陈静", "杨帆 刘强"])
        sheet.merge_cells("B2:B3")


TEN: tuple[Callable[[Workbook], None], ...] = (
    dates_down,
    dates_across,
    two_sections,
    side_by_side,
    one_line_a_shift,
    a_row_a_person,
    month_calendar,
    weekly,
    holidays_only,
    sheet_a_month,
)


def saved(folder: Path, build: Callable[[Workbook], None]) -> Path:
    """The workbook as a file."""
    book = Workbook()
    build(book)
    path = folder / f"{build.__name__}.xlsx"
    book.save(path)
    return path
