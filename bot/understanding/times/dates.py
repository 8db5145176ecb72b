"""Dates: calendar dates, relative days, parts of a month."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.understanding.times import weeks
from bot.understanding.times.atoms import Atom, Roll
from bot.understanding.times.days import (
    LATELY,
    behind,
    dated,
    gone,
    month_start,
    one_day,
    safe_date,
)
from bot.understanding.times.numerals import number
from bot.understanding.times.weeks import WEEKDAYS, monday

_RELATIVE = {"今": 0, "当": 0, "明": 1, "名": 1, "后": 2, "万": 3, "外": 3}


def _part_of_month(first: date, part: str) -> tuple[date, date]:
    following = month_start(first, 1)
    days = {"初": (1, 8), "上旬": (1, 11), "中旬": (11, 21), "中": (11, 21)}.get(
        part.removeprefix("月")
    )
    if days:
        return first.replace(day=days[0]), first.replace(day=days[1])
    return first.replace(day=21 if part == "下旬" else 25), following


def _ymd(found: re.Match[str], today: date) -> Atom | None:
    month, day = number(found["ymd_m"]), number(found["ymd_d"])
    said = safe_date(int(found["ymd_y"]), month or 0, day or 0)
    if said is None:
        return gone(found)
    return behind(found, said, today) if said < today else one_day(found, said)


def _month_day(
    found: re.Match[str], today: date, month: int | None, day: int | None
) -> Atom | None:
    """The next such day, or the one that passed lately: nobody means it a year ahead."""
    for year in range(today.year - 1, today.year + 9):
        said = safe_date(year, month or 0, day or 0)
        if said is not None and said >= today - LATELY:
            return one_day(found, said, Roll.YEAR)
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
            return dated(found, max(low, today), high)
    return None


def _this_month(found: re.Match[str], today: date) -> Atom | None:
    ahead = {"下下": 2, "下": 1}.get(found["tm_which"].removesuffix("个"), 0)
    first = month_start(today, ahead)
    if found["tm_d"]:
        day = safe_date(first.year, first.month, number(found["tm_d"]) or 0)
        return one_day(found, day)
    part = found["tm_part"]
    low, high = _part_of_month(first, part) if part else (first, month_start(first, 1))
    return dated(found, low if high <= today else max(low, today), high)


def _month_part(found: re.Match[str], today: date) -> Atom | None:
    low, high = _part_of_month(month_start(today, 0), found["mp"])
    if high <= today:
        low, high = _part_of_month(month_start(today, 1), found["mp"])
    return dated(found, max(low, today), high)


def _day(found: re.Match[str], today: date) -> Atom | None:
    wanted = number(found["da_d"])
    if not wanted or wanted > 31:
        return None
    for ahead in range(3):
        first = month_start(today, ahead)
        said = safe_date(first.year, first.month, wanted)
        if said is not None and said >= today:
            return one_day(found, said, Roll.MONTH)
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
            return dated(found, max(begin, today), last + timedelta(days=1))
    return None


def _relative(found: re.Match[str], today: date) -> Atom | None:
    word = found["re"]
    ahead = 4 if word.startswith("大大") else 3 if word.startswith("大") else _RELATIVE[word[0]]
    atom = one_day(found, today + timedelta(days=ahead))
    return atom and _with_daypart(atom, word)


def _with_daypart(atom: Atom, word: str) -> Atom:
    """明早, 昨晚: the daypart that the word itself names."""
    if word[-1] not in "早晚":
        return atom
    low, high = (480, 600) if word[-1] == "早" else (1080, 1320)
    return replace(atom, low=low, high=high)


def _count_days(amount: str, unit: str) -> int | None:
    if amount == "半":
        return 15 if unit == "个月" else None
    many = number(amount)
    if many is None or not many:
        return None
    return many * (1 if unit in "天日" else 30 if unit == "个月" else 7)


def _in_days(found: re.Match[str], today: date) -> Atom | None:
    days = _count_days(found["in_n"], found["in_u"])
    return None if days is None else one_day(found, today + timedelta(days=days))


def _within(found: re.Match[str], today: date) -> Atom | None:
    days = _count_days(found["wi_n"], found["wi_u"])
    return None if days is None else dated(found, today, today + timedelta(days=days))


def _year_end(found: re.Match[str], today: date) -> Atom | None:
    return dated(found, max(date(today.year, 12, 20), today), date(today.year + 1, 1, 1))


def _numeric(found: re.Match[str], today: date) -> Atom | None:
    return _month_day(found, today, int(found["nu_m"]), int(found["nu_d"]))


def _dotted(found: re.Match[str], today: date) -> Atom | None:
    return _month_day(found, today, int(found["do_m"]), int(found["do_d"]))


_AGO = {"昨": 1, "前": 2, "大": 3}


def _past(found: re.Match[str], today: date) -> Atom | None:
    if said := found["ps_day"]:
        return _with_daypart(behind(found, today - timedelta(days=_AGO[said[0]]), today), said)
    if found["ps_week"]:
        first_day = monday(today, -len(found["ps_which"]))
        return behind(found, first_day + timedelta(days=WEEKDAYS[found["ps_week"]]), today)
    if found["ps_month"]:
        first = month_start(today, -1)
        day = safe_date(first.year, first.month, number(found["ps_month"]) or 0)
        return None if day is None else behind(found, day, today)
    return gone(found)


def _ignored(found: re.Match[str], today: date) -> Atom | None:
    return gone(found)


READERS: dict[str, Callable[[re.Match[str], date], Atom | None]] = {
    **weeks.READERS,
    "ymd": _ymd,
    "md": _md,
    "thismonth": _this_month,
    "numeric": _numeric,
    "dotted": _dotted,
    "day": _day,
    "days": _days,
    "relative": _relative,
    "monthpart": _month_part,
    "yearend": _year_end,
    "indays": _in_days,
    "within": _within,
    "past": _past,
    "lastyear": _ignored,
}
