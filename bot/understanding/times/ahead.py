"""Days counted from today: 三天后, 一个半月后, 十天以内."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from msgspec.structs import replace

from bot.understanding.times.atoms import Atom, Side
from bot.understanding.times.days import dated, month_start, one_day
from bot.understanding.times.numerals import number
from bot.understanding.times.weeks import WEEKDAYS, monday


def _amount(said: str) -> tuple[int, bool]:
    """Whole units and whether a half is added: 两 → 2, 半 → 0½, 一个半 → 1½."""
    whole = number(said.removesuffix("半").removesuffix("个")) if said != "半" else 0
    return whole or 0, said.endswith("半")


def _counted(today: date, amount: str, unit: str) -> date | None:
    """`today` and so many days, weeks or months; a half month has 15 days."""
    many, half = _amount(amount)
    if not many and not half:
        return None
    if unit.endswith("月"):
        first = month_start(today, many)
        last = month_start(first, 1) - timedelta(days=1)
        return min(first + timedelta(days=today.day - 1), last) + timedelta(days=15 * half)
    return None if half else today + timedelta(days=many * (1 if unit in "天日" else 7))


def _in_days(found: re.Match[str], today: date) -> Atom | None:
    day = _counted(today, found["in_n"], found["in_u"])
    if day and found["in_day"]:  # 两周后的周二 is in the week that is two weeks ahead
        day = monday(day, 0) + timedelta(days=WEEKDAYS[found["in_day"]])
    atom = one_day(found, day)
    return replace(atom, side=Side.AFTER) if atom and found["in_all"] else atom


def _within(found: re.Match[str], today: date) -> Atom | None:
    day = _counted(today, found["wi_n"], found["wi_u"])
    return None if day is None else dated(found, today, day)


def _future(found: re.Match[str], today: date) -> Atom | None:
    """未来两天: the days after today."""
    last = _counted(today, found["fu_n"], found["fu_u"])
    following = timedelta(days=1)
    return None if last is None else dated(found, today + following, last + following)


READERS: dict[str, Callable[[re.Match[str], date], Atom | None]] = {
    "indays": _in_days,
    "within": _within,
    "future": _future,
}
