"""Dates: calendar dates, relative days, parts of a month."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.understanding.times import ahead, weeks
from bot.understanding.times.atoms import Atom, Roll
from bot.understanding.times.days import (
    behind,
    dated,
    gone,
    month_start,
    one_day,
    safe_date,
)
from bot.understanding.times.numerals import number
from bot.understanding.times.weeks import WEEKDAYS, monday

_RELATIVE = {"今": 0, "当": 0, "明": 1, "听": 1, "后": 2, "万": 3, "外": 3}


_PARTS = {
    "初": (1, 8), "头": (1, 8), "上旬": (1, 11), "中旬": (11, 21), "中": (11, 21), "下旬": (21, 0),
    "上半月": (1, 16), "下半月": (16, 0),
}  # fmt: skip


def _part_of_month(first: date, part: str | None) -> tuple[date, date]:
    """First day and the day after the last of a part of the month that begins at `first`."""
    if part is None:
        return first, month_start(first, 1)
    low, high = _PARTS.get(part if len(part) == 3 else part.removeprefix("月"), (25, 0))
    return first.replace(day=low), first.replace(day=high) if high else month_start(first, 1)


def _is_end(part: str | None) -> bool:
    return (part or " ")[-1] in "底末尾"


def _year(said: str, today: date) -> int:
    if said in ("今年", "明年", "后年"):
        return today.year + "今明后".index(said[0])
    if not said.isdigit() or not said.isascii():
        said = "".join(str("零一二三四五六七八九".find(c.replace("〇", "零"))) for c in said)
    return int(said) + (2000 if len(said) == 2 else 0)


def _ymd(found: re.Match[str], today: date) -> Atom | None:
    month, day = number(found["ymd_m"]), number(found["ymd_d"])
    return _dated(found, (_year(found["ymd_y"], today), month, day), today)


def _compact(found: re.Match[str], today: date) -> Atom | None:
    return _dated(found, (int(found["cp_y"]), int(found["cp_m"]), int(found["cp_d"])), today)


def _dated(
    found: re.Match[str], said: tuple[int, int | None, int | None], today: date
) -> Atom | None:
    day = safe_date(said[0], said[1] or 0, said[2] or 0)
    if day is None:
        return gone(found)
    return behind(found, day, today) if day < today else one_day(found, day)


def _month_day(found: re.Match[str], today: date, month: int | None, day: int | None) -> Atom:
    """The next such day; no day at all when the calendar has none."""
    for year in range(today.year, today.year + 9):
        said = safe_date(year, month or 0, day or 0)
        if said is not None and said >= today:
            return dated(found, said, said + timedelta(days=1), Roll.YEAR)
    return gone(found)


def _md(found: re.Match[str], today: date) -> Atom | None:
    month, part = number(found["md_m"]), found["md_part"]
    if found["md_d"]:
        return _month_day(found, today, month, number(found["md_d"]))
    if month is None or not 1 <= month <= 12:
        return None
    for year in (today.year, today.year + 1):
        low, high = _part_of_month(date(year, month, 1), part)
        if high > today:
            return replace(dated(found, low, high, Roll.YEAR), is_end=_is_end(part))
    return None


def _year_month(found: re.Match[str], today: date) -> Atom | None:
    """明年1月, 2027年3月底."""
    month, part = number(found["ym_m"]), found["ym_part"]
    if month is None or not 1 <= month <= 12:
        return None
    low, high = _part_of_month(date(_year(found["ym_y"], today), month, 1), part)
    return gone(found) if high <= today else replace(dated(found, low, high), is_end=_is_end(part))


def _month_day_to(found: re.Match[str], today: date) -> Atom | None:
    """12月1号到5号."""
    low = _month_day(found, today, number(found["mt_m"]), number(found["mt_d"]))
    last = low.first and safe_date(low.first.year, low.first.month, number(found["mt_d2"]) or 0)
    if not low.first or not last or last <= low.first:
        return None
    return dated(found, low.first, last + timedelta(days=1))


def _month_days(found: re.Match[str], today: date) -> Atom | None:
    """12.1-12.3"""
    low = _month_day(found, today, int(found["mr_m"]), int(found["mr_d"]))
    high = _month_day(found, today, int(found["mr_m2"]), int(found["mr_d2"]))
    if not low.first or not high.after:
        return None
    return dated(found, low.first if low.first < high.after else today, high.after)


def _this_month(found: re.Match[str], today: date) -> Atom | None:
    which = found["tm_which"].removesuffix("个").removesuffix("一")
    first = month_start(today, {"下下": 2, "下": 1}.get(which, 0))
    if found["tm_d"]:
        day = safe_date(first.year, first.month, number(found["tm_d"]) or 0)
        if which == "每" and day and day < today:
            day = rolled_month(day)
        return one_day(found, day)
    part = found["tm_part"]
    if which == "每" and part is None:
        return replace(dated(found, first, month_start(first, 1), Roll.MONTH), weak=True)
    low, high = _part_of_month(first, part)
    low = max(low, today) if found["tm_in"] else low
    return replace(dated(found, low, high), is_end=_is_end(part))


def rolled_month(day: date) -> date | None:
    """The same day a month later; None when that month is shorter."""
    following = month_start(day, 1)
    return safe_date(following.year, following.month, day.day)


def _month_part(found: re.Match[str], today: date) -> Atom | None:
    low, high = _part_of_month(month_start(today, 0), found["mp"])
    if high <= today:
        low, high = _part_of_month(month_start(today, 1), found["mp"])
    return replace(dated(found, low, high), is_end=_is_end(found["mp"]))


def _day(found: re.Match[str], today: date) -> Atom | None:
    wanted = number(found["da_d"])
    if not wanted or wanted > 31:
        return None
    for months in range(3):
        first = month_start(today, months)
        said = safe_date(first.year, first.month, wanted)
        if said is not None and said >= today:
            return one_day(found, said, Roll.MONTH)
    return None


def _days(found: re.Match[str], today: date) -> Atom | None:
    low, high = number(found["ds_a"]), number(found["ds_b"])
    if not low or not high or low == high or max(low, high) > 31:
        return None
    if low > high and not re.search("[到至]", found[0]):
        return None
    for months in range(3):
        first = month_start(today, months)
        end = first if low < high else month_start(first, 1)
        begin = safe_date(first.year, first.month, low)
        last = safe_date(end.year, end.month, high)
        if begin and last and last >= today:
            return dated(found, max(begin, today), last + timedelta(days=1))
    return None


def _relative(found: re.Match[str], today: date) -> Atom | None:
    word = found["re"]
    days = 4 if word.startswith("大大") else 3 if word.startswith("大") else _RELATIVE[word[0]]
    atom = one_day(found, today + timedelta(days=days))
    return atom and _with_daypart(atom, word)


def _with_daypart(atom: Atom, word: str) -> Atom:
    """明早, 昨晚: the daypart that the word itself names."""
    if word[-1] not in "早晚晨":
        return atom
    low, high = (480, 600) if word[-1] in "早晨" else (1080, 1320)
    return replace(atom, low=low, high=high)


def _year_end(found: re.Match[str], today: date) -> Atom | None:
    year, is_end = today.year + ((found["ye_y"] or "今")[0] == "明"), found["ye"][-1] != "初"
    low = date(year, 12 if is_end else 1, 1)
    if not is_end and not found["ye_y"] and month_start(low, 1) <= today:
        low = date(year + 1, 1, 1)
    return replace(dated(found, low, month_start(low, 1)), is_end=is_end)


def _year_in(found: re.Match[str], today: date) -> Atom | None:
    return dated(found, today, date(today.year + 1, 1, 1))


def _days_list(found: re.Match[str], today: date) -> Atom | None:
    said = found["dl"]
    days = [today + timedelta(days=n) for n, name in enumerate("今明后") if name in said]
    if said == "后天大后天":
        days = [today + timedelta(days=2), today + timedelta(days=3)]
    atom = one_day(found, days[0])
    return atom and replace(atom, others=tuple(days[1:]))


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
    **ahead.READERS,
    "ymd": _ymd,
    "compact": _compact,
    "mdrange": _month_days,
    "ym": _year_month,
    "mdto": _month_day_to,
    "dayslist": _days_list,
    "yearin": _year_in,
    "md": _md,
    "thismonth": _this_month,
    "numeric": _numeric,
    "dotted": _dotted,
    "day": _day,
    "days": _days,
    "relative": _relative,
    "monthpart": _month_part,
    "yearend": _year_end,
    "past": _past,
    "lastyear": _ignored,
}
