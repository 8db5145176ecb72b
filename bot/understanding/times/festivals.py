"""Festivals of both calendars, and what is counted from them (年前, 节后, 元旦后第一个工作日)."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from bot.understanding.times.atoms import Atom, Kind, Roll, Side
from bot.understanding.times.numerals import NUMBER, number

# name → (lunar?, month, day, days off that usually follow)
_FESTIVALS: dict[str, tuple[bool, int, int, int]] = {
    "元旦": (False, 1, 1, 1),
    "跨年": (False, 1, 1, 1),
    "情人节": (False, 2, 14, 1),
    "妇女节": (False, 3, 8, 1),
    "三八": (False, 3, 8, 1),
    "五一": (False, 5, 1, 5),
    "劳动节": (False, 5, 1, 5),
    "儿童节": (False, 6, 1, 1),
    "六一": (False, 6, 1, 1),
    "教师节": (False, 9, 10, 1),
    "国庆": (False, 10, 1, 7),
    "十一": (False, 10, 1, 7),
    "圣诞": (False, 12, 25, 1),
    "平安夜": (False, 12, 24, 1),
    "腊八": (True, 12, 8, 1),
    "小年": (True, 12, 24, 1),
    "春节": (True, 1, 1, 7),
    "过年": (True, 1, 1, 7),
    "元宵": (True, 1, 15, 1),
    "端午": (True, 5, 5, 1),
    "七夕": (True, 7, 7, 1),
    "中秋": (True, 8, 15, 1),
    "重阳": (True, 9, 9, 1),
}
_PUBLIC = ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")
_NAMES = "冬至|" + "|".join(
    name for name in _FESTIVALS if name not in ("十一", "五一", "三八", "六一")
)
_PLACE = "(?![路街村桥厂号月点个]|社区|广场|小区|大道)"

PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "newyear",
        r"(?P<ny_after>过完年|过了年|开了?年(?:后|以后)?|年后|过年后|过年以后)|"
        r"(?P<ny_before>年前(?!的)|过年前|过年以前)",
    ),
    ("eve", r"除夕|大年三十|年三十(?!多)"),
    (
        "lunar",
        rf"(?:(?P<lu_y>农历|阴历|旧历|老历) ?(?P<lu_m>{NUMBER}|正|腊|冬) ?月|"
        r"(?P<lu_n>正|腊|冬)月|"
        rf"大年)(?P<lu_d>初?{NUMBER})[日号]?|(?<![年月最])初(?P<lu_c>[一二三四五六七八九十])"
        r"(?![中级审步次])",
    ),
    (
        "festival",
        rf"(?P<fe_m>明年|今年|后年)?(?P<fe>清明|{_NAMES}|(?:五一|十一|三八|"
        r"六一)(?=节|假|期间|"
        rf"长假|放假|后|之|以|前|黄金周)|(?:五一|六一){_PLACE}(?=[ ,，能可来去有要你办上是吗嘛不]|"
        r"$))节?(?P<fe_off>期间|假期|小?长假|放假(?:期间)?|黄金周)?(?P<fe_side>之前|以前|"
        r"前(?![面台])|之后|以后|过后|后|过完)?",
    ),
    (
        "holiday",
        r"(?<![过春季时环关情])(?P<ho_side>节前|节后|放假前|放完假|收假后?|假期后|放假后|"
        r"节假日后)",
    ),
    ("makeup", r"(?:调休|补班)(?:要?上班|补班)?的?(?:那一?天|那个|这天|日)"),
    (
        "workday",
        rf"(?:的|过后|后)? ?(?:第(?P<wo_n>{NUMBER})个|(?P<wo_next>下一?个|最近(?:的|"
        r"一个)?))(?:工作日|上班日|上班的?天)|(?:过后|后)? ?第一天(?P<wo_day>)",
    ),
)
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}


_JULIAN_DAY_ZERO = 1721425  # the proleptic ordinal of a date is its Julian day number less this


@lru_cache(maxsize=8)
def _lunar_months(year: int) -> dict[int, tuple[date, int]]:
    """First day and length of each month, by its number (negative: a leap month); 4 ms a year."""
    from lunar_python import LunarYear  # 13 ms that most residents never need

    months = LunarYear.fromYear(year).getMonthsInYear()
    return {
        month.getMonth(): (
            date.fromordinal(int(month.getFirstJulianDay()) - _JULIAN_DAY_ZERO),
            month.getDayCount(),
        )
        for month in months
    }


def lunar_day(year: int, month: int, day: int) -> date | None:
    """The solar date of a lunar one; None when that month has no such day."""
    first, length = _lunar_months(year).get(month, (None, 0))
    if first is None or not 1 <= day <= length:
        return None
    return first + timedelta(days=day - 1)


# Days of the sun: month, and the usual formula's constant for 2001-2099.
_TERMS = {"清明": (4, 4.81), "冬至": (12, 21.94)}


def _term(name: str, year: int) -> date:
    month, constant = _TERMS[name]
    short = year % 100
    return date(year, month, int(short * 0.2422 + constant) - short // 4)


def _festival(name: str, year: int) -> tuple[date, date] | None:
    if name in _TERMS:
        first: date | None = _term(name, year)
        length = 1
    else:
        lunar, month, day, length = _FESTIVALS[name]
        first = lunar_day(year, month, day) if lunar else date(year, month, day)
    return None if first is None else (first, first + timedelta(days=length))


def _next(name: str, today: date, years_ahead: int | None = None) -> tuple[date, date] | None:
    """The coming occurrence, (first day, day after the last day off)."""
    years = (today.year - 1, today.year, today.year + 1)
    for year in years if years_ahead is None else (today.year + years_ahead,):
        span = _festival(name, year)
        if span and span[1] > today:
            return span
    return None


def _dated(found: re.Match[str], first: date | None, today: date) -> Atom | None:
    if first is None or first < today:
        return None
    return Atom(Kind.DATE, *found.span(), first, first + timedelta(days=1), Roll.YEAR)


def _sided(found: re.Match[str], span: tuple[date, date] | None, side: Side) -> Atom | None:
    if span is None:
        return None
    first, after = span
    day = first if side is Side.BEFORE else after
    return Atom(Kind.DATE, *found.span(), day, day, side=side)


def _new_year(found: re.Match[str], today: date, worked: Callable[[date], bool]) -> Atom | None:
    side = Side.AFTER if found["ny_after"] else Side.BEFORE
    return _sided(found, _next("春节", today), side)


def _eve(found: re.Match[str], today: date, worked: Callable[[date], bool]) -> Atom | None:
    for year in (today.year, today.year + 1):
        first = lunar_day(year, 1, 1)
        if first and first - timedelta(days=1) >= today:
            return _dated(found, first - timedelta(days=1), today)
    return None


def _lunar(found: re.Match[str], today: date, worked: Callable[[date], bool]) -> Atom | None:
    day = number((found["lu_d"] or found["lu_c"] or "").removeprefix("初"))
    name = found["lu_m"] or found["lu_n"]
    month = _LUNAR_MONTHS.get(name) or number(name) if name else 1
    for year in (today.year - 1, today.year, today.year + 1):
        said = lunar_day(year, month or 0, day or 0)
        if said and said >= today:
            return _dated(found, said, today)
    return None


def _named(found: re.Match[str], today: date, worked: Callable[[date], bool]) -> Atom | None:
    ahead = {"今年": 0, "明年": 1, "后年": 2}.get(found["fe_m"] or "")
    span = _next(found["fe"], today, ahead)
    if span is None:
        return None
    side = found["fe_side"]
    if side:
        return _sided(found, span, Side.BEFORE if "前" in side else Side.AFTER)
    first = max(span[0], today)
    after = span[1] if found["fe_off"] else first + timedelta(days=1)
    return Atom(Kind.DATE, *found.span(), first, after)


def _holiday(found: re.Match[str], today: date, worked: Callable[[date], bool]) -> Atom | None:
    spans = [span for name in _PUBLIC if (span := _next(name, today))]
    before = found["ho_side"].endswith("前")
    return _sided(found, min(spans), Side.BEFORE if before else Side.AFTER)


def nth_workday(day: date, count: int, worked: Callable[[date], bool]) -> date | None:
    """The `count`-th worked day from `day` on; None when there is none within two months."""
    for ahead in range(62):
        candidate = day + timedelta(days=ahead)
        count -= worked(candidate)
        if count <= 0:
            return candidate
    return None


def _makeup(found: re.Match[str], today: date, worked: Callable[[date], bool]) -> Atom | None:
    """The next Saturday or Sunday that is worked."""
    for ahead in range(366):
        day = today + timedelta(days=ahead)
        if day.isoweekday() >= 6 and worked(day):
            return Atom(Kind.DATE, *found.span(), day, day + timedelta(days=1))
    return None


def _workday(found: re.Match[str], today: date, worked: Callable[[date], bool]) -> Atom | None:
    count = number(found["wo_n"]) if found["wo_n"] else 1
    day = nth_workday(today + timedelta(days=1), count or 1, worked)
    if day is None:
        return None
    return Atom(
        Kind.DATE,
        *found.span(),
        day,
        day + timedelta(days=1),
        workdays=count or 1,
        weak=found["wo_day"] is not None,
    )


READERS: dict[str, Callable[[re.Match[str], date, Callable[[date], bool]], Atom | None]] = {
    "newyear": _new_year,
    "eve": _eve,
    "lunar": _lunar,
    "festival": _named,
    "holiday": _holiday,
    "workday": _workday,
    "makeup": _makeup,
}
