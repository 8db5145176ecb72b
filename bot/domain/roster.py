"""The duty roster: rotations, dated entries, overrides; who is on duty, what is missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from bot.domain.calendar import DayKind, OpeningCalendar, ShiftKind, local
from bot.domain.services import StaffMember


@dataclass(frozen=True, slots=True)
class Rotation:
    """Weekly rotation of one shift: `weeks[n]` serves in the n-th week after `anchor` (a Monday),
    again and again. `weekdays` 1-7 from Monday."""

    shift: ShiftKind
    weekdays: frozenset[int]
    weeks: tuple[tuple[str, ...], ...]
    anchor: date
    backup: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyRoster:
    """Both rosters: rotations, and dated entries that replace them.

    An empty tuple of people = deliberately nobody.
    """

    rotations: tuple[Rotation, ...] = ()
    dates: Mapping[date, Mapping[ShiftKind, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Override:
    """A swap, leave or stand-in that replaces the people of one shift; the newest wins."""

    day: date
    shift: ShiftKind
    people: tuple[str, ...]
    reason: str
    actor: str
    at: datetime


class ShiftState(StrEnum):
    """`pending`: no roster entry at all (capacity falls back to the default).

    `vacant`: deliberately empty.
    """

    OK = "ok"
    VACANT = "vacant"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of one day; `people[0]` leads; instants aware."""

    day: date
    kind: ShiftKind
    start: datetime
    end: datetime
    people: tuple[str, ...]
    backup: tuple[str, ...]
    state: ShiftState
    note: str = ""


def shift_on(
    roster: DutyRoster,
    overrides: Iterable[Override],
    calendar: OpeningCalendar,
    day: date,
    kind: ShiftKind,
) -> Shift | None:
    """Who serves `kind` on `day`; None where the opening hours have no such shift that day.

    The newest override wins over a dated entry, and that over the rotations (mission section 7).
    `overrides` may hold other days and shifts too.
    """
    hours = [i for i in calendar.intervals(day) if i.shift is kind]
    if not hours:
        return None
    entry = _entry(roster, overrides, calendar.kind(day), day, kind)
    return Shift(
        day=day,
        kind=kind,
        start=local(day, hours[0].start),
        end=local(day, hours[-1].end),
        people=entry.people,
        backup=tuple(name for name in entry.backup if name not in entry.people),
        state=entry.state,
        note=entry.note,
    )


def shifts_on(
    roster: DutyRoster, overrides: Iterable[Override], calendar: OpeningCalendar, day: date
) -> tuple[Shift, ...]:
    """All shifts of `day` in the order of their start."""
    kinds = dict.fromkeys(i.shift for i in calendar.intervals(day) if i.shift)
    known = tuple(overrides)
    shifts = (shift_on(roster, known, calendar, day, kind) for kind in kinds)
    return tuple(shift for shift in shifts if shift)


def people_with_skill(
    shift: Shift, staff: Mapping[str, StaffMember], skill: str
) -> tuple[str, ...]:
    """Those on duty who can do `skill`; a name that is not on the staff list can do nothing."""
    return tuple(name for name in shift.people if name in staff and skill in staff[name].skills)


class _Entry(NamedTuple):
    """What the roster says about one shift of one day."""

    people: tuple[str, ...]
    backup: tuple[str, ...]
    state: ShiftState
    note: str = ""


def _entry(
    roster: DutyRoster,
    overrides: Iterable[Override],
    day_kind: DayKind,
    day: date,
    kind: ShiftKind,
) -> _Entry:
    rotations = _rotations_for(roster, day_kind, day, kind)
    backup = _once(r.backup for r in rotations)
    override = _newest(o for o in overrides if (o.day, o.shift) == (day, kind))
    dated = roster.dates.get(day, {}).get(kind)
    if override:
        return _Entry(override.people, backup, _state(override.people), override.reason)
    if dated is not None:
        return _Entry(dated, backup, _state(dated))
    if not rotations:
        return _Entry((), (), ShiftState.PENDING)
    people = _once(_week_of(rotation, day) for rotation in rotations)
    return _Entry(people, backup, _state(people))


def _rotations_for(
    roster: DutyRoster, day_kind: DayKind, day: date, kind: ShiftKind
) -> Sequence[Rotation]:
    """The rotations that staff `kind` on `day`; several on one weekday serve together.

    Makeup days and public holidays fall on weekdays that a rotation may not name, yet they are
    always staffed (house.md section 7): then by the first rotation of that shift.
    """
    of_kind = [r for r in roster.rotations if r.shift is kind and r.weeks]
    matching = [r for r in of_kind if day.isoweekday() in r.weekdays]
    if not matching and day_kind in (DayKind.MAKEUP, DayKind.HOLIDAY):
        return of_kind[:1]
    return matching


def _week_of(rotation: Rotation, day: date) -> tuple[str, ...]:
    return rotation.weeks[(day - rotation.anchor).days // 7 % len(rotation.weeks)]


def _newest(overrides: Iterator[Override]) -> Override | None:
    """The override made last; of two made in the same instant the one that comes later."""
    return max(enumerate(overrides), key=lambda o: (o[1].at, o[0]), default=(0, None))[1]


def _state(people: tuple[str, ...]) -> ShiftState:
    return ShiftState.OK if people else ShiftState.VACANT


def _once(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """All names in order, each once."""
    return tuple(dict.fromkeys(chain.from_iterable(groups)))
