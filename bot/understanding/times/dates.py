"""Dates: calendar dates, weekdays, relative days, parts of a month."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.understanding.times.atoms import Atom, Kind, Roll
from bot.understanding.times.numerals import number

_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
_WEEKDAYS |= {str(n): n - 1 for n in range(1, 8)}
_RELATIVE = {"今": 0, "当": 0, "明": 1, "名": 1, "后": 2, "万": 3, "外": 3}


def _atom(found: re.Match[str], first: date, after: date, roll: Roll = Roll.NONE) -> Atom:
    return Atom(Kind.DATE, found.start(), found.end(), first, after, roll)


def _past(found: re.Match[str]) -> Atom:
    return Atom(Kind.PAST, found.start(), found.end())


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_start(today: date, ahead: int) -> date:
    """The first of the month `ahead` months after that of `today`."""
    months = today.year * 12 + today.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)


def _part_of_month(first: date, part: str) -> tuple[date, date]:
    following = month_start(first, 1)
    days = {"初": (1, 8), "上旬": (1, 11), "中旬": (11, 21), "中": (11, 21)}.get(
        part.removeprefix("月")
    )
    if days:
        return first.replace(day=days[0]), first.replace(day=days[1])
    return first.replace(day=21 if part == "下旬" else 25), following


def _one_day(found: re.Match[str], day: date | None, roll: Roll = Roll.NONE) -> Atom | None:
    return None if day is None else _atom(found, day, day + timedelta(days=1), roll)


def _ymd(found: re.Match[str], today: date) -> Atom | None:
    month, day = number(found["ymd_m"]), number(found["ymd_d"])
    said = safe_date(int(found["ymd_y"]), month or 0, day or 0)
    return _past(found) if said is None or said < today else _one_day(found, said)


def _month_day(
    found: re.Match[str], today: date, month: int | None, day: int | None
) -> Atom | None:
    for year in range(today.year, today.year + 9):
        said = safe_date(year, month or 0, day or 0)
        if said is not None and said >= today:
            return _one_day(found, said, Roll.YEAR)
    return None


def _md(found: re.Match[str], today: date) -> Atom | None:
    month = number(found["md_m"])
    if month is None or not 1 <= month <= 12:
        return None
    if found["md_d"]:
        return _month_day(found, today, month, number(found["md_d"]))
    first = date(today.year, month, 1)
    part = found["md_part"]
    for year in (today.year, today.year + 1):
        first = date(year, month, 1)
        low, high = _part_of_month(first, part) if part else (first, month_start(first, 1))
        if high > today:
            return _atom(found, max(low, today), high)
    return None


def _this_month(found: re.Match[str], today: date) -> Atom | None:
    ahead = {"下下": 2, "下": 1}.get(found["tm_which"].removesuffix("个"), 0)
    first = month_start(today, ahead)
    if found["tm_d"]:
        day = safe_date(first.year, first.month, number(found["tm_d"]) or 0)
        return _past(found) if day is not None and day < today else _one_day(found, day)
    part = found["tm_part"]
    low, high = _part_of_month(first, part) if part else (first, month_start(first, 1))
    return _past(found) if high <= today else _atom(found, max(low, today), high)


def _month_part(found: re.Match[str], today: date) -> Atom | None:
    low, high = _part_of_month(month_start(today, 0), found["mp"])
    if high <= today:
        low, high = _part_of_month(month_start(today, 1), found["mp"])
    return _atom(found, max(low, today), high)


def _day(found: re.Match[str], today: date) -> Atom | None:
    wanted = number(found["da_d"])
    if not wanted or wanted > 31:
        return None
    for ahead in range(3):
        first = month_start(today, ahead)
        said = safe_date(first.year, first.month, wanted)
        if said is not None and said >= today:
            return _one_day(found, said, Roll.MONTH)
    return None


def _days(found: re.Match[str], today: date) -> Atom | None:
    low, high = number(found["ds_a"]), number(found["ds_b"])
    if not low or not high or low >= high or high > 31:
        return None
    for ahead in range(3):
        first = month_start(today, ahead)
        begin, last = (
            safe_date(first.year, first.month, low),
            safe_date(first.year, first.month, high),
        )
        if begin and last and last >= today:
            return _atom(found, max(begin, today), last + timedelta(days=1))
    return None


def _weeks_ahead(which: str | None) -> int | None:
    name = (which or "").removesuffix("个")
    return {"下下": 2, "下": 1, "这": 0, "本": 0}.get(name)


def _monday(today: date, ahead: int) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)


def _weekday(found: re.Match[str], today: date) -> Atom | None:
    weekday, ahead = _WEEKDAYS[found["wd_d"]], _weeks_ahead(found["wd_which"])
    if ahead is None:
        return _one_day(found, today + timedelta(days=(weekday - today.weekday()) % 7), Roll.WEEK)
    said = _monday(today, ahead) + timedelta(days=weekday)
    return _past(found) if said < today else _one_day(found, said)


def _week_range(found: re.Match[str], today: date) -> Atom | None:
    low, high = _WEEKDAYS[found["wr_a"]], _WEEKDAYS[found["wr_b"]]
    monday = _monday(today, _weeks_ahead(found["wr_which"]) or 0)
    first, last = monday + timedelta(days=low), monday + timedelta(days=high)
    if last < first:
        return None
    if last < today:
        first, last = first + timedelta(weeks=1), last + timedelta(weeks=1)
    return _atom(found, max(first, today), last + timedelta(days=1))


def _weekend(found: re.Match[str], today: date) -> Atom | None:
    saturday = _monday(today, _weeks_ahead(found["we_which"]) or 0) + timedelta(days=5)
    return _atom(found, max(saturday, today), saturday + timedelta(days=2))


def _week(found: re.Match[str], today: date) -> Atom | None:
    monday = _monday(today, _weeks_ahead(found["wk_which"]) or 0)
    return _atom(found, max(monday, today), monday + timedelta(weeks=1))


def _relative(found: re.Match[str], today: date) -> Atom | None:
    word = found["re"]
    ahead = 4 if word.startswith("大大") else 3 if word.startswith("大") else _RELATIVE[word[0]]
    atom = _one_day(found, today + timedelta(days=ahead))
    if atom is None or word[-1] not in "早晚":
        return atom
    low, high = (480, 600) if word[-1] == "早" else (1080, 1320)
    return Atom(Kind.DATE, atom.start, atom.stop, atom.first, atom.after, low=low, high=high)


def _count_days(amount: str, unit: str) -> int | None:
    if amount == "半":
        return 15 if unit == "个月" else None
    many = number(amount)
    if many is None or not many:
        return None
    return many * (1 if unit in "天日" else 30 if unit == "个月" else 7)


def _in_days(found: re.Match[str], today: date) -> Atom | None:
    days = _count_days(found["in_n"], found["in_u"])
    return None if days is None else _one_day(found, today + timedelta(days=days))


def _within(found: re.Match[str], today: date) -> Atom | None:
    days = _count_days(found["wi_n"], found["wi_u"])
    return None if days is None else _atom(found, today, today + timedelta(days=days))


def _year_end(found: re.Match[str], today: date) -> Atom | None:
    return _atom(found, max(date(today.year, 12, 20), today), date(today.year + 1, 1, 1))


def _numeric(found: re.Match[str], today: date) -> Atom | None:
    return _month_day(found, today, int(found["nu_m"]), int(found["nu_d"]))


def _dotted(found: re.Match[str], today: date) -> Atom | None:
    return _month_day(found, today, int(found["do_m"]), int(found["do_d"]))


def _ignored(found: re.Match[str], today: date) -> Atom | None:
    return _past(found)


READERS: dict[str, Callable[[re.Match[str], date], Atom | None]] = {
    "ymd": _ymd,
    "md": _md,
    "thismonth": _this_month,
    "numeric": _numeric,
    "dotted": _dotted,
    "day": _day,
    "days": _days,
    "relative": _relative,
    "weekrange": _week_range,
    "weekday": _weekday,
    "weekend": _weekend,
    "week": _week,
    "monthpart": _month_part,
    "yearend": _year_end,
    "indays": _in_days,
    "within": _within,
    "past": _ignored,
    "lastyear": _ignored,
}
