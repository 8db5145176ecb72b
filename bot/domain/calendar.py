"""The centre's calendar: kinds of day, opening intervals, arithmetic in opening minutes."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from bot.domain.hours import Closure, ExtraHours, Interval, ShiftKind, added, without
from bot.domain.published import is_known, published_day, published_name

__all__ = [
    "CHINA",
    "LONGEST_SEARCH_DAYS",
    "Closure",
    "DayKind",
    "ExtraHours",
    "Interval",
    "NeverOpens",
    "OpeningCalendar",
    "Period",
    "ShiftKind",
    "YearPlan",
    "local",
]

CHINA = ZoneInfo("Asia/Shanghai")

LONGEST_SEARCH_DAYS = 60
_DAYS_REMEMBERED = 1024
_DAY, _LONGEST_SEARCH = timedelta(days=1), timedelta(days=LONGEST_SEARCH_DAYS)
_FIRST_FESTIVALS = 2004  # the first year chinesecalendar knows


def local(day: date, clock: time) -> datetime:
    """The aware instant of `clock` on `day` in China."""
    return datetime.combine(day, clock, CHINA)


class Period(Struct, frozen=True):
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        return tuple(OpeningCalendar.days(self.first, (self.last - self.first).days + 1))


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


class YearPlan(Struct, frozen=True):
    """What the State Council published for one year, with the office's own corrections."""

    published: bool
    days_off: Mapping[date, str] = field(default_factory=dict)
    workdays: frozenset[date] = frozenset()


class NeverOpens(LookupError):
    """No opening hour within LONGEST_SEARCH_DAYS after `since`: the opening hours are faulty."""

    def __init__(self, since: datetime) -> None:
        super().__init__(f"no opening hours within {LONGEST_SEARCH_DAYS} days after {since:%F %R}")
        self.since = since


# Compared by identity so that it, and what holds it, can be a cache key.
class OpeningCalendar(Struct, frozen=True, eq=False, dict=True):
    """When the centre is open, for one configuration snapshot (mission section 2).

    Instants may come in any zone; answers are in China's. What a day is comes from `years` first,
    then from chinesecalendar, and for a year nobody has published from the day of the week alone.
    """

    years: Mapping[int, YearPlan]
    workday_hours: tuple[Interval, ...]
    day_off_hours: tuple[Interval, ...]
    closures: tuple[Closure, ...] = ()
    openings: tuple[ExtraHours, ...] = ()

    def kind(self, day: date) -> DayKind:
        """Which of the four kinds `day` is; holidays win over weekends."""
        return self._kind(day)

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """The opening intervals of `day` in order, closures cut out; neighbours stay apart."""
        return self._intervals(day)

    def is_published(self, year: int) -> bool:
        """Whether the State Council's arrangement of `year` is known."""
        plan = self.years.get(year)
        return plan.published if plan else is_known(year)

    def holiday_name(self, day: date) -> str | None:
        """The Chinese name of the public holiday on `day`; None on other days and when unnamed."""
        if self.kind(day) is not DayKind.HOLIDAY:
            return None
        plan = self.years.get(day.year)
        return (plan.days_off.get(day) if plan else None) or published_name(day)

    def is_open(self, at: datetime) -> bool:
        """Whether the centre is open at this instant."""
        return self.interval_at(at) is not None

    def interval_at(self, at: datetime) -> Interval | None:
        """The opening interval that holds this instant; None when closed."""
        here = at.astimezone(CHINA)
        clock = here.time()
        for interval in self.intervals(here.date()):
            if interval.start <= clock < interval.end:
                return interval
        return None

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself when open, else when the doors open next. NeverOpens if never."""
        start, _ = next(self._stretches(at))
        return start

    def add_opening_minutes(self, at: datetime, minutes: int) -> datetime:
        """The instant when `minutes` of opening time have passed since `at` (mission section 5).

        A sum that is used up exactly at closing time ends there; 0 minutes is `at` itself.
        """
        if minutes < 0:
            raise ValueError(f"opening minutes only add up, got {minutes}")
        left = timedelta(minutes=minutes)
        if not left:
            return at.astimezone(CHINA)
        for start, end in self._stretches(at):  # pragma: no branch - it never runs dry, it raises
            if left <= end - start:
                break
            left -= end - start
        return start + left

    def festivals_until(self, day: date) -> int:
        """How many public holidays have begun by `day`, counted from an arbitrary first one.

        Holidays on consecutive days are one: 国庆 with 中秋 in it is served in one turn.
        """
        return self._festivals(day)

    def notes_on(self, day: date) -> tuple[str, ...]:
        """The reasons of closures and extra openings on `day`."""
        both: tuple[Closure | ExtraHours, ...] = (*self.closures, *self.openings)
        return tuple(each.reason for each in both if each.day == day and each.reason)

    @staticmethod
    def days(start: date, count: int) -> Iterator[date]:
        """`count` days in a row from `start` on."""
        return (start + timedelta(days=offset) for offset in range(count))

    @cached_property
    def _kind(self) -> Callable[[date], DayKind]:
        return lru_cache(_DAYS_REMEMBERED)(self._find_kind)

    @cached_property
    def _intervals(self) -> Callable[[date], tuple[Interval, ...]]:
        return lru_cache(_DAYS_REMEMBERED)(self._find_intervals)

    @cached_property
    def _festivals(self) -> Callable[[date], int]:
        return lru_cache(_DAYS_REMEMBERED)(self._count_festivals)

    @cached_property
    def _festivals_of(self) -> Callable[[int], tuple[date, ...]]:
        return lru_cache(_DAYS_REMEMBERED)(self._find_festivals)

    def _count_festivals(self, day: date) -> int:
        years = range(min(_FIRST_FESTIVALS, day.year), day.year)
        before = sum(len(self._festivals_of(year)) for year in years)
        return before + sum(first <= day for first in self._festivals_of(day.year))

    def _find_festivals(self, year: int) -> tuple[date, ...]:
        """The first days of the public holidays that begin in `year`."""
        first = date(year, 1, 1)
        days = OpeningCalendar.days(first, (date(year + 1, 1, 1) - first).days)
        return tuple(day for day in days if self._begins_holiday(day))

    def _begins_holiday(self, day: date) -> bool:
        before = self.kind(day - _DAY)
        return self.kind(day) is DayKind.HOLIDAY and before is not DayKind.HOLIDAY

    def _find_kind(self, day: date) -> DayKind:
        plan = self.years.get(day.year)
        if plan and day in plan.days_off:
            return DayKind.HOLIDAY
        if plan and day in plan.workdays:
            return _kind_if(worked=True, day=day)
        worked, holiday = published_day(day)
        return DayKind.HOLIDAY if holiday and not worked else _kind_if(worked=worked, day=day)

    def _find_intervals(self, day: date) -> tuple[Interval, ...]:
        pieces = self.workday_hours if self.kind(day).is_worked else self.day_off_hours
        for opening in self.openings:
            if opening.day == day:
                pieces = (*pieces, *added(opening, pieces))
        for closure in self.closures:
            if closure.day == day:
                pieces = tuple(piece for whole in pieces for piece in without(whole, closure))
        return tuple(sorted(pieces, key=lambda piece: piece.start))

    def _stretches(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The opening time from `at` on, piece by piece, without end."""
        here = at.astimezone(CHINA)
        day, opened = here.date(), here.date()
        while day - opened <= _LONGEST_SEARCH:
            for interval in self.intervals(day):
                start, end = local(day, interval.start), local(day, interval.end)
                if end > here:
                    yield max(start, here), end
                    opened = day
            day += _DAY
        raise NeverOpens(at)


def _kind_if(*, worked: bool, day: date) -> DayKind:
    """The kind of a day that is no public holiday."""
    at_weekend = day.isoweekday() >= 6
    if worked:
        return DayKind.MAKEUP if at_weekend else DayKind.WORKDAY
    return DayKind.WEEKEND
