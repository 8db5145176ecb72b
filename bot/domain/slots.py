"""Bookable times: which slots exist for a service on a day, and how many places each has."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache

from msgspec import Struct

from bot.domain.calendar import CHINA, OpeningCalendar, ShiftKind, local
from bot.domain.hours import with_closing_time
from bot.domain.roster import (
    DutyRoster,
    Override,
    Shift,
    ShiftState,
    people_with_skill,
    shift_on,
)
from bot.domain.services import Service, StaffMember

GRID_MINUTES = 30
_REMEMBERED = 2500  # a month of the services of a large centre, 6 MB at most


class Slot(Struct, frozen=True):
    """service × start; aware instants, `end` exclusive; `capacity` = places residents may take."""

    service: str
    start: datetime
    end: datetime
    capacity: int
    shift: ShiftKind | None = None


class BookingRules(Struct, frozen=True, dict=True):
    """Lead time, horizon and limits (centre.yaml `booking`).

    In opening minutes: `waiting_minutes` = how long a freed place is kept for the first in line, 0
    = there is no waiting list; `offer_minutes` = how long the times staff offered are kept.
    """

    lead_minutes: int = 30
    horizon_days: int = 30
    per_person: int = 3
    hold_minutes: int = 10
    reopen_minutes: int = 0
    waiting_minutes: int = 30
    offer_minutes: int = 120

    @cached_property
    def lead(self) -> timedelta:
        """How long before its start a slot can still be booked."""
        return timedelta(minutes=self.lead_minutes)

    @cached_property
    def horizon(self) -> timedelta:
        """How far ahead can be booked, in whole days."""
        return timedelta(days=self.horizon_days)

    @cached_property
    def hold(self) -> timedelta:
        """How long a place is kept for who reads the summary."""
        return timedelta(minutes=self.hold_minutes)


class WhyNot(StrEnum):
    """Why a time cannot be booked. FULL is also for callers that know who has booked."""

    PAST = "past"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    CLOSED = "closed"
    NOT_OFFERED = "not_offered"
    NO_STAFF = "no_staff"
    OFF_GRID = "off_grid"
    FULL = "full"


# Compared by identity, like the calendar in it: one per configuration snapshot, with its memory.
class Timetable(Struct, frozen=True, eq=False, dict=True):
    """All of one configuration snapshot that decides which slots there are."""

    calendar: OpeningCalendar
    roster: DutyRoster
    staff: Mapping[str, StaffMember]
    capacity: int = 1
    reserved: int = 0
    rules: BookingRules = BookingRules()

    @cached_property
    def _slots(
        self,
    ) -> Callable[[tuple[Override, ...], Service, date], tuple[Slot, ...]]:
        return lru_cache(_REMEMBERED)(self._find_slots)

    @cached_property
    def _heads(
        self,
    ) -> Callable[[tuple[Override, ...], date, ShiftKind, str], int | None]:
        return lru_cache(_REMEMBERED)(self._find_heads)

    def _find_heads(
        self, overrides: tuple[Override, ...], day: date, kind: ShiftKind, skill: str
    ) -> int | None:
        """How many on duty have the skill; None where nobody planned the shift yet."""
        shift = self._shift(overrides, day, kind)
        if shift is None or shift.state is ShiftState.PENDING:
            return None
        return len(people_with_skill(shift, self.staff, skill))

    @cached_property
    def _shift(self) -> Callable[[tuple[Override, ...], date, ShiftKind], Shift | None]:
        return lru_cache(_REMEMBERED)(
            lambda overrides, day, kind: shift_on(self.roster, overrides, self.calendar, day, kind)
        )

    def _find_slots(
        self, overrides: tuple[Override, ...], service: Service, day: date
    ) -> tuple[Slot, ...]:
        return tuple(s for s in _grid(self, overrides, service, day) if s.capacity > 0)


def slots_on(
    timetable: Timetable, overrides: Iterable[Override], service: Service, day: date
) -> tuple[Slot, ...]:
    """The slots of `service` on `day` in order, each with at least one place (mission section 4).

    Knows neither the hour nor who has booked: see `is_bookable` and the storage of holds.
    """
    return timetable._slots(tuple(o for o in overrides if o.day == day), service, day)


def is_bookable(slot: Slot, rules: BookingRules, now: datetime) -> bool:
    """Whether lead time and horizon allow a resident to book this slot at `now`."""
    return _against_rules(slot.start, rules, now) is None


def why_not(
    timetable: Timetable,
    overrides: Iterable[Override],
    service: Service,
    start: datetime,
    now: datetime,
) -> WhyNot | None:
    """The first reason why `service` cannot be booked at `start`; None when there is a slot."""
    start = start.astimezone(CHINA)
    day = start.date()
    against = _against_rules(start, timetable.rules, now) or _against_hours(
        timetable.calendar, service, start
    )
    if against:
        return against
    today = tuple(o for o in overrides if o.day == day)
    slot = next((s for s in _grid(timetable, today, service, day) if s.start == start), None)
    if slot is None:
        return WhyNot.OFF_GRID
    if slot.capacity > 0:
        return None
    return WhyNot.NO_STAFF if slot.shift else WhyNot.FULL


def slots_between(
    timetable: Timetable,
    overrides: Iterable[Override],
    service: Service,
    span: tuple[datetime, datetime],
    now: datetime,
) -> Iterator[Slot]:
    """The slots bookable at `now` that start within `span` (end exclusive), day by day, lazily."""
    known = tuple(overrides)
    earliest = now + timetable.rules.lead
    start, end = max(span[0], earliest).astimezone(CHINA), span[1].astimezone(CHINA)
    last = min(end.date(), _last_day(timetable.rules, now))
    for day in OpeningCalendar.days(start.date(), (last - start.date()).days + 1):
        for slot in slots_on(timetable, known, service, day):
            if start <= slot.start < end:
                yield slot


def _grid(
    timetable: Timetable, overrides: tuple[Override, ...], service: Service, day: date
) -> Iterator[Slot]:
    """Every slot of the day, also those without a place."""
    calendar = timetable.calendar
    if not (service.holiday or calendar.kind(day).is_worked):
        return
    step = timedelta(minutes=max(1, -(-service.minutes // GRID_MINUTES)) * GRID_MINUTES)
    length = timedelta(minutes=service.minutes)
    for interval, open_until in with_closing_time(calendar.intervals(day)):
        places = _places(timetable, overrides, service, (day, interval.shift))
        start, stop = local(day, interval.start), local(day, interval.end)
        last = local(day, open_until.end) - length
        shift = timetable._shift(overrides, day, interval.shift) if interval.shift else None
        in_parts = shift if shift and shift.absences else None
        while start < stop and start <= last:
            end = start + length
            if in_parts:
                able = people_with_skill(in_parts, timetable.staff, service.skill, (start, end))
                places = len(able)
            yield Slot(service.name, start, end, places, interval.shift)
            start += step


def _places(
    timetable: Timetable,
    overrides: tuple[Override, ...],
    service: Service,
    when: tuple[date, ShiftKind | None],
) -> int:
    """Places per slot: the configured number in normal hours, heads with the skill in a shift."""
    day, kind = when
    configured = timetable.capacity if service.capacity is None else service.capacity
    in_normal_hours = configured - timetable.reserved
    if kind is None:
        return in_normal_hours
    heads = timetable._heads(overrides, day, kind, service.skill)
    return in_normal_hours if heads is None else heads


def _against_rules(start: datetime, rules: BookingRules, now: datetime) -> WhyNot | None:
    if start < now:
        return WhyNot.PAST
    if start < now + rules.lead:
        return WhyNot.TOO_SOON
    if start.astimezone(CHINA).date() > _last_day(rules, now):
        return WhyNot.TOO_FAR
    return None


def _against_hours(calendar: OpeningCalendar, service: Service, start: datetime) -> WhyNot | None:
    """CLOSED also when the visit would last beyond closing time."""
    hours = with_closing_time(calendar.intervals(start.date()))
    if hours and not (service.holiday or calendar.kind(start.date()).is_worked):
        return WhyNot.NOT_OFFERED
    clock, end = start.time(), start + timedelta(minutes=service.minutes)
    for interval, open_until in hours:
        if interval.start <= clock < interval.end:
            is_over = end > local(start.date(), open_until.end)
            return WhyNot.CLOSED if is_over else None
    return WhyNot.CLOSED


def _last_day(rules: BookingRules, now: datetime) -> date:
    return now.astimezone(CHINA).date() + rules.horizon
