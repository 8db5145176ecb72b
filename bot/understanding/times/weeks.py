"""Weekdays, weekends and weeks; a week runs from Monday to Sunday."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.understanding.times.atoms import Atom, Roll
from bot.understanding.times.days import dated, one_day

WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
WEEKDAYS |= {str(n): n - 1 for n in range(1, 8)}


def _weeks_ahead(which: str | None) -> int | None:
    name = (which or "").removesuffix("个")
    return {"下下": 2, "下": 1, "这": 0, "本": 0}.get(name)


def monday(today: date, ahead: int) -> date:
    """The Monday of the week `ahead` weeks after that of `today`."""
    return today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)


def _weekday(found: re.Match[str], today: date) -> Atom | None:
    weekday, ahead = WEEKDAYS[found["wd_d"]], _weeks_ahead(found["wd_which"])
    if ahead is None:
        return one_day(found, today + timedelta(days=(weekday - today.weekday()) % 7), Roll.WEEK)
    return one_day(found, monday(today, ahead) + timedelta(days=weekday))


def _week_range(found: re.Match[str], today: date) -> Atom | None:
    low, high = WEEKDAYS[found["wr_a"]], WEEKDAYS[found["wr_b"]]
    first_day = monday(today, _weeks_ahead(found["wr_which"]) or 0)
    first, last = first_day + timedelta(days=low), first_day + timedelta(days=high)
    if last < first:
        return None
    if last < today:
        first, last = first + timedelta(weeks=1), last + timedelta(weeks=1)
    return dated(found, max(first, today), last + timedelta(days=1))


def _weekend(found: re.Match[str], today: date) -> Atom | None:
    saturday = monday(today, _weeks_ahead(found["we_which"]) or 0) + timedelta(days=5)
    return dated(found, max(saturday, today), saturday + timedelta(days=2))


def _week(found: re.Match[str], today: date) -> Atom | None:
    first_day = monday(today, _weeks_ahead(found["wk_which"]) or 0)
    return dated(found, max(first_day, today), first_day + timedelta(weeks=1))


READERS: dict[str, Callable[[re.Match[str], date], Atom | None]] = {
    "weekrange": _week_range,
    "weekday": _weekday,
    "weekend": _weekend,
    "week": _week,
}
