"""The duty roster: rotations, dated entries, overrides; who is on duty, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.calendar import ShiftKind


@dataclass(frozen=True, slots=True)
class Rotation:
    """Weekly rotation of one shift: `weeks[n]` serves in the n-th week after `anchor` (a Monday), again and
    again. `weekdays` 1-7 from Monday."""

    shift: ShiftKind
    weekdays: frozenset[int]
    weeks: tuple[tuple[str, ...], ...]
    anchor: date
    backup: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyRoster:
    """Both rosters: rotations, and dated entries that replace them. An empty tuple = deliberately nobody."""

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
    """`pending`: no roster entry at all (capacity falls back to the default); `vacant`: deliberately empty."""

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
