"""Days as atoms: what the readers of dates share."""

import re
from datetime import date, timedelta

from bot.understanding.times.atoms import Atom, Kind, Roll

LATELY = timedelta(days=31)
"""A day that passed longer ago is no mistaken wish."""


def dated(found: re.Match[str], first: date, after: date, roll: Roll = Roll.NONE) -> Atom:
    """The days from `first` up to `after`, exclusive."""
    return Atom(Kind.DATE, found.start(), found.end(), first, after, roll)


def gone(found: re.Match[str]) -> Atom:
    """Something that was: no time to come at."""
    return Atom(Kind.PAST, found.start(), found.end())


def behind(found: re.Match[str], day: date, today: date) -> Atom:
    """A day behind us: one that passed lately may be asked for by mistake; others tell a story."""
    if today - day > LATELY:
        return gone(found)
    return dated(found, day, day + timedelta(days=1))


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


def one_day(found: re.Match[str], day: date | None, roll: Roll = Roll.NONE) -> Atom | None:
    """That day alone; None when there is no such day."""
    return None if day is None else dated(found, day, day + timedelta(days=1), roll)
