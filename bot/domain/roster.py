"""The shifts of a day: who is on duty, when, with which skills."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.calendar import OpeningCalendar, ShiftKind, local
from bot.domain.part_shifts import Absence, Span, absences_of, names_of, presences_of, spell_place
from bot.domain.planning import DutyRoster, Leave, Override, ShiftState, planned_entry
from bot.domain.rotations import Rotation
from bot.domain.services import StaffMember

__all__ = [
    "DutyRoster",
    "Leave",
    "Override",
    "Rotation",
    "Shift",
    "ShiftState",
    "people_with_skill",
    "shift_on",
    "shifts_on",
    "with_people",
]


class Shift(Struct, frozen=True):
    """One shift of one day; `people[0]` leads; instants aware.

    `people` are all who serve in it, if only for a part: then `absences` say when they do not.
    `away`: who would serve by the rotation but is on leave.
    """

    day: date
    kind: ShiftKind
    start: datetime
    end: datetime
    people: tuple[str, ...]
    backup: tuple[str, ...]
    state: ShiftState
    note: str = ""
    absences: tuple[Absence, ...] = ()
    away: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The people as a roster entry has them: with their part where they have only one."""
        return tuple(place for name in self.people for place in self._places_of(name))

    def hours_of(self, name: str) -> tuple[Span, ...]:
        """When `name` is there, in order."""
        if name not in self.people:
            return ()
        return presences_of(name, self.absences, (self.start, self.end))

    def is_there(self, name: str, since: datetime, until: datetime) -> bool:
        """Whether `name` serves in all of since…until, as far as the shift goes."""
        return name in self.people and not any(
            gap.name == name and gap.start < until and since < gap.end for gap in self.absences
        )

    def _places_of(self, name: str) -> tuple[str, ...]:
        spans = self.hours_of(name)
        if spans == ((self.start, self.end),):
            return (name,)
        return tuple(spell_place(name, start, end) for start, end in spans)


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
    entry = planned_entry(roster, overrides, calendar, day, kind)
    people = names_of(entry.people)
    start, end = local(day, hours[0].start), local(day, hours[-1].end)
    has_parts = people != entry.people
    return Shift(
        day=day,
        kind=kind,
        start=start,
        end=end,
        people=people,
        backup=tuple(name for name in entry.backup if name not in people),
        state=entry.state,
        note=entry.note,
        absences=absences_of(entry.people, day, (start, end)) if has_parts else (),
        away=entry.away,
    )


def shifts_on(
    roster: DutyRoster, overrides: Iterable[Override], calendar: OpeningCalendar, day: date
) -> tuple[Shift, ...]:
    """All shifts of `day` in the order of their start."""
    kinds = dict.fromkeys(i.shift for i in calendar.intervals(day) if i.shift)
    known = tuple(overrides)
    shifts = (shift_on(roster, known, calendar, day, kind) for kind in kinds)
    return tuple(shift for shift in shifts if shift)


def with_people(shift: Shift, entry: tuple[str, ...]) -> Shift:
    """The same shift served by the people of a roster entry."""
    people = names_of(entry)
    has_parts = people != entry
    return replace(
        shift,
        people=people,
        backup=tuple(name for name in shift.backup if name not in people),
        state=ShiftState.OK if people else ShiftState.VACANT,
        absences=absences_of(entry, shift.day, (shift.start, shift.end)) if has_parts else (),
    )


def people_with_skill(
    shift: Shift,
    staff: Mapping[str, StaffMember],
    skill: str,
    span: Span | None = None,
) -> tuple[str, ...]:
    """Those on duty who can do `skill`; a name that is not on the staff list can do nothing.

    With a `span`: those of them who are there in all of it.
    """
    able = tuple(name for name in shift.people if name in staff and skill in staff[name].skills)
    if span is None or not shift.absences:
        return able
    return tuple(name for name in able if shift.is_there(name, *span))
