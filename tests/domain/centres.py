"""The sample centre's calendar, people and instants that the domain tests share."""

from collections.abc import Mapping
from datetime import date, datetime, time

from bot.domain.calendar import (
    CHINA,
    Closure,
    Interval,
    OpeningCalendar,
    ShiftKind,
    YearPlan,
)

WORKDAY_HOURS = (
    Interval(time(8), time(9), ShiftKind.EARLY),
    Interval(time(9), time(12)),
    Interval(time(12), time(14), ShiftKind.NOON),
    Interval(time(14), time(17)),
    Interval(time(17), time(18), ShiftKind.LATE),
)
DAY_OFF_HOURS = (Interval(time(9), time(12), ShiftKind.HOLIDAY),)


def open_calendar(
    years: Mapping[int, YearPlan] | None = None, closures: tuple[Closure, ...] = ()
) -> OpeningCalendar:
    """The opening hours of mission section 2."""
    return OpeningCalendar(years or {}, WORKDAY_HOURS, DAY_OFF_HOURS, closures)


def when(text: str) -> datetime:
    """`2026-11-28 09:00` in China."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def on(text: str) -> date:
    """`2026-11-28`."""
    return date.fromisoformat(text)
