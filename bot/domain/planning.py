"""What the roster plans: rotations, dated entries, leave, overrides, and which of them applies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from msgspec import Struct, field

from bot.domain.calendar import DayKind, OpeningCalendar, ShiftKind
from bot.domain.part_shifts import names_of, split_place
from bot.domain.rotations import Rotation, line_of


class Leave(Struct, frozen=True):
    """`person` is away on the days `since`…`until` (both included)."""

    person: str
    since: date
    until: date
    reason: str = ""

    def covers(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.since <= day <= self.until


class DutyRoster(Struct, frozen=True):
    """Both rosters: rotations, dated entries that replace them, and who is on leave.

    An empty tuple of people = deliberately nobody. People may have a part of a shift
    (`李四 12:00-13:00`, part_shifts). Who is on leave drops out of the rotations, not out of dated
    entries, which somebody wrote for that day. `backups`: the backups of dated entries.
    """

    rotations: tuple[Rotation, ...] = ()
    dates: Mapping[date, Mapping[ShiftKind, tuple[str, ...]]] = field(default_factory=dict)
    leaves: tuple[Leave, ...] = ()
    backups: Mapping[date, Mapping[ShiftKind, tuple[str, ...]]] = field(default_factory=dict)

    def away_on(self, day: date) -> frozenset[str]:
        """Who is on leave that day."""
        return frozenset(leave.person for leave in self.leaves if leave.covers(day))


class Override(Struct, frozen=True):
    """A swap, leave or stand-in that replaces the people of one shift; the newest wins.

    `people` as in a roster entry: names, or `李四 12:00-13:00`.
    """

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


class Planned(NamedTuple):
    """What the roster says about one shift of one day."""

    people: tuple[str, ...]
    backup: tuple[str, ...]
    state: ShiftState
    note: str = ""
    away: tuple[str, ...] = ()


def planned_entry(
    roster: DutyRoster,
    overrides: Iterable[Override],
    calendar: OpeningCalendar,
    day: date,
    kind: ShiftKind,
) -> Planned:
    """What applies to `kind` on `day`: the newest override, else a dated entry, else rotations."""
    lines = [
        (rotation, line_of(rotation, calendar, day))
        for rotation in _rotations_for(roster, calendar, day, kind)
    ]
    absent = roster.away_on(day)
    standing = roster.backups.get(day, {}).get(kind)
    if standing is None:
        standing = _once(_backup_of(rotation, line) for rotation, line in lines)
    backup = tuple(name for name in standing if name not in absent)
    override = _newest(o for o in overrides if (o.day, o.shift) == (day, kind))
    dated = roster.dates.get(day, {}).get(kind)
    if override:
        return Planned(override.people, backup, _state(override.people), override.reason)
    if dated is not None:
        return Planned(dated, backup, _state(dated))
    if not lines:
        return Planned((), backup, ShiftState.PENDING)
    crew = _once(rotation.weeks[line] for rotation, line in lines)
    people = tuple(each for each in crew if split_place(each)[0] not in absent)
    away = tuple(name for name in names_of(crew) if name in absent) if absent else ()
    return Planned(people, backup, _state(people), away=away)


def _rotations_for(
    roster: DutyRoster, calendar: OpeningCalendar, day: date, kind: ShiftKind
) -> Sequence[Rotation]:
    """The rotations that staff `kind` on `day`; several on one day serve together, but one that
    names the kind of day goes before those that do not.

    Makeup days and public holidays fall on weekdays that a rotation may not name, yet they are
    always staffed (house.md section 7): then by the first rotation of that shift.
    """
    day_kind = calendar.kind(day)
    of_kind = [r for r in roster.rotations if r.shift is kind and r.weeks]
    open_to = [r for r in of_kind if not r.days or day_kind in r.days]
    matching = [r for r in open_to if day.isoweekday() in r.weekdays]
    if not matching and day_kind in (DayKind.MAKEUP, DayKind.HOLIDAY):
        return open_to[:1]
    return [r for r in matching if r.days] or matching


def _backup_of(rotation: Rotation, line: int) -> tuple[str, ...]:
    own = rotation.backups[line] if line < len(rotation.backups) else ()
    return own or rotation.backup


def _newest(overrides: Iterator[Override]) -> Override | None:
    """The override made last; of two made in the same instant the one that comes later."""
    return max(enumerate(overrides), key=lambda o: (o[1].at, o[0]), default=(0, None))[1]


def _state(people: tuple[str, ...]) -> ShiftState:
    return ShiftState.OK if people else ShiftState.VACANT


def _once(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """All names in order, each once."""
    return tuple(dict.fromkeys(chain.from_iterable(groups)))
