"""The centre's calendar: kinds of day, opening intervals, arithmetic in opening minutes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


class DayKind(StrEnum):
    """The four kinds of day (mission section 2)."""

    WORKDAY = "workday"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"

    @property
    def is_worked(self) -> bool:
        """True on workdays and makeup workdays."""
        return self in (DayKind.WORKDAY, DayKind.MAKEUP)


class ShiftKind(StrEnum):
    """Which part of the opening hours a duty roster staffs; extended hours are the first three."""

    EARLY = "early"
    NOON = "noon"
    LATE = "late"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Interval:
    """One opening interval of a day, local time, `end` exclusive; `shift` is None in normal hours."""

    start: time
    end: time
    shift: ShiftKind | None = None


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What the State Council published for one year, with the office's own corrections."""

    published: bool
    days_off: Mapping[date, str] = field(default_factory=dict)
    workdays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Closure:
    """A one-off closing of `day` between `start` and `end`, local time."""

    day: date
    start: time
    end: time
    reason: str
