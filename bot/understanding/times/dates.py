"""Days of a month, relative days, days behind us; and where every date finds its reader."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from msgspec.structs import replace

from bot.understanding.times import ahead, months, weeks
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


def _day(found: re.Match[str], today: date) -> Atom | None:
    wanted = number(found["da_d"])
    if not wanted or wanted > 31:
        return None
    for later in range(3):
        first = month_start(today, later)
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
    for later in range(3):
        first = month_start(today, later)
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


def _days_list(found: re.Match[str], today: date) -> Atom | None:
    said = found["dl"]
    days = [today + timedelta(days=n) for n, name in enumerate("今明后") if name in said]
    if said == "后天大后天":
        days = [today + timedelta(days=2), today + timedelta(days=3)]
    atom = one_day(found, days[0])
    return atom and replace(atom, others=tuple(days[1:]))


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
    **months.READERS,
    "dayslist": _days_list,
    "day": _day,
    "days": _days,
    "relative": _relative,
    "past": _past,
    "lastyear": _ignored,
}
