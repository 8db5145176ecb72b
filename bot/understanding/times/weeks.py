"""Weekdays, weekends and weeks; a week runs from Monday to Sunday."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from msgspec.structs import replace

from bot.understanding.times.atoms import Atom, Roll
from bot.understanding.times.days import dated, one_day

WEEK = r"(?:周|星期|礼拜)"
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
WEEKDAYS |= {str(n): n - 1 for n in range(1, 8)}


def _weeks_ahead(which: str | None) -> int | None:
    name = (which or "").removesuffix("个").removesuffix("一")
    return {"下下": 2, "大下": 2, "下": 1, "这": 0, "本": 0, "今": 0}.get(name)


def monday(today: date, ahead: int) -> date:
    """The Monday of the week `ahead` weeks after that of `today`."""
    return today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)


def _weekday(found: re.Match[str], today: date) -> Atom | None:
    weekday, ahead = WEEKDAYS[found["wd_d"]], _weeks_ahead(found["wd_which"])
    if ahead is None:
        return one_day(found, today + timedelta(days=(weekday - today.weekday()) % 7), Roll.WEEK)
    return one_day(found, monday(today, ahead) + timedelta(days=weekday))


def _weekdays(found: re.Match[str], today: date) -> Atom | None:
    """周二四, 下周一二三: several days of one week said in one breath; 周六日 is the weekend."""
    days = [WEEKDAYS[name] for name in found["wl_d"] if name not in "、和跟"]
    ahead = _weeks_ahead(found["wl_which"])
    if days != sorted(set(days)):
        return None
    first_day = monday(today, ahead or 0)
    if ahead is None and first_day + timedelta(days=days[-1]) < today:
        first_day += timedelta(weeks=1)
    dates = [day for n in days if (day := first_day + timedelta(days=n)) >= today]
    if not dates:
        return None
    if days == [5, 6]:
        return dated(found, dates[0], dates[-1] + timedelta(days=1))
    atom = one_day(found, dates[0])
    return atom and replace(atom, others=tuple(dates[1:]))


def _week_range(found: re.Match[str], today: date) -> Atom | None:
    """周一到周三, 这周五到下周二."""
    low, high = WEEKDAYS[found["wr_a"]], WEEKDAYS[found["wr_b"]]
    ahead, ahead_of_last = _weeks_ahead(found["wr_which"]), _weeks_ahead(found["wr_which2"])
    first = monday(today, ahead or 0) + timedelta(days=low)
    last = monday(today, ahead_of_last or ahead or 0) + timedelta(days=high)
    if last < first:
        last += timedelta(weeks=1)
    if ahead is None and last < today:
        first, last = first + timedelta(weeks=1), last + timedelta(weeks=1)
    if last < first:
        return None
    return dated(found, max(first, today), last + timedelta(days=1))


def _weekend(found: re.Match[str], today: date) -> Atom | None:
    ahead = _weeks_ahead(found["we_which"])
    saturday = monday(today, ahead or 0) + timedelta(days=5)
    roll = Roll.WEEK if ahead is None else Roll.NONE
    return dated(found, max(saturday, today), saturday + timedelta(days=2), roll)


def _week(found: re.Match[str], today: date) -> Atom | None:
    first_day = monday(today, _weeks_ahead(found["wk_which"]) or 0)
    return dated(found, max(first_day, today), first_day + timedelta(weeks=1))


READERS: dict[str, Callable[[re.Match[str], date], Atom | None]] = {
    "weekrange": _week_range,
    "weekdays": _weekdays,
    "weekday": _weekday,
    "weekend": _weekend,
    "week": _week,
}
