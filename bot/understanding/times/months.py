"""Dates with a month or a year, months and parts of them."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from msgspec.structs import replace

from bot.understanding.times.atoms import Atom, Roll
from bot.understanding.times.days import behind, dated, gone, month_start, one_day, safe_date
from bot.understanding.times.numerals import number

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
            day = _a_month_later(day)
        return one_day(found, day)
    part = found["tm_part"]
    if which == "每" and part is None:
        return replace(dated(found, first, month_start(first, 1), Roll.MONTH), weak=True)
    low, high = _part_of_month(first, part)
    low = max(low, today) if found["tm_in"] else low
    return replace(dated(found, low, high), is_end=_is_end(part))


def _a_month_later(day: date) -> date | None:
    """The same day a month later; None when that month is shorter."""
    following = month_start(day, 1)
    return safe_date(following.year, following.month, day.day)


def _month_part(found: re.Match[str], today: date) -> Atom | None:
    low, high = _part_of_month(month_start(today, 0), found["mp"])
    if high <= today:
        low, high = _part_of_month(month_start(today, 1), found["mp"])
    return replace(dated(found, low, high), is_end=_is_end(found["mp"]))


def _year_end(found: re.Match[str], today: date) -> Atom | None:
    year, is_end = today.year + ((found["ye_y"] or "今")[0] == "明"), found["ye"][-1] != "初"
    low = date(year, 12 if is_end else 1, 1)
    if not is_end and not found["ye_y"] and month_start(low, 1) <= today:
        low = date(year + 1, 1, 1)
    return replace(dated(found, low, month_start(low, 1)), is_end=is_end)


def _year_in(found: re.Match[str], today: date) -> Atom | None:
    return dated(found, today, date(today.year + 1, 1, 1))


def _numeric(found: re.Match[str], today: date) -> Atom | None:
    return _month_day(found, today, int(found["nu_m"]), int(found["nu_d"]))


def _dotted(found: re.Match[str], today: date) -> Atom | None:
    return _month_day(found, today, int(found["do_m"]), int(found["do_d"]))


READERS: dict[str, Callable[[re.Match[str], date], Atom | None]] = {
    "ymd": _ymd,
    "compact": _compact,
    "mdrange": _month_days,
    "ym": _year_month,
    "mdto": _month_day_to,
    "md": _md,
    "thismonth": _this_month,
    "numeric": _numeric,
    "dotted": _dotted,
    "monthpart": _month_part,
    "yearend": _year_end,
    "yearin": _year_in,
}
