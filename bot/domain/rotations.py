"""Rotations: whose turn it is, counted in weeks, in public holidays or in days of duty."""

from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from bot.domain.calendar import DayKind, OpeningCalendar, ShiftKind


class Cadence(StrEnum):
    """What a rotation counts: weeks, whole public holidays (国庆 is one), or its own days."""

    WEEK = "week"
    FESTIVAL = "festival"
    DAY = "day"


class Rotation(Struct, frozen=True):
    """Who serves one shift by turns: `weeks[n]` has the n-th turn after `anchor`, again and again.

    `weekdays` 1-7 from Monday; `days`: only on days of these kinds, empty = on all. Each line has
    `every` turns on end. `backups[n]` stands behind `weeks[n]`, else `backup` behind them all.
    Weeks begin on the weekday of `anchor`, which is a Monday (roster.yaml).
    """

    shift: ShiftKind
    weekdays: frozenset[int]
    weeks: tuple[tuple[str, ...], ...]
    anchor: date
    backup: tuple[str, ...] = ()
    days: frozenset[DayKind] = frozenset()
    turn: Cadence = Cadence.WEEK
    every: int = 1
    backups: tuple[tuple[str, ...], ...] = ()


def line_of(rotation: Rotation, calendar: OpeningCalendar, day: date) -> int:
    """Which line of `weeks` serves on `day`, before the anchor too."""
    return turns_since(rotation, calendar, day) // rotation.every % len(rotation.weeks)


def turns_since(rotation: Rotation, calendar: OpeningCalendar, day: date) -> int:
    """How many turns have passed since the anchor; those before it count backwards."""
    if rotation.turn is Cadence.FESTIVAL:
        return calendar.festivals_until(day) - calendar.festivals_until(rotation.anchor)
    if rotation.turn is Cadence.DAY:
        return _days_of_duty(rotation, calendar, day)
    return (day - rotation.anchor).days // 7


def serves_on(rotation: Rotation, calendar: OpeningCalendar, day: date) -> bool:
    """Whether the rotation names this weekday and this kind of day."""
    kinds = rotation.days
    return day.isoweekday() in rotation.weekdays and (not kinds or calendar.kind(day) in kinds)


def _days_of_duty(rotation: Rotation, calendar: OpeningCalendar, day: date) -> int:
    first, last = sorted((rotation.anchor, day))
    span = OpeningCalendar.days(first, (last - first).days)
    count = sum(_has_duty(rotation, calendar, each) for each in span)
    return count if day >= rotation.anchor else -count


def _has_duty(rotation: Rotation, calendar: OpeningCalendar, day: date) -> bool:
    if not serves_on(rotation, calendar, day):
        return False
    return any(interval.shift is rotation.shift for interval in calendar.intervals(day))


def monday_of(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())
