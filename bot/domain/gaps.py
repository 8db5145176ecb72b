"""What is wrong in the duty roster: empty shifts, missing skills, leave, double duty."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from bot.domain.calendar import ShiftKind
from bot.domain.roster import Leave, Override, Shift, ShiftState, people_with_skill, shifts_on
from bot.domain.services import Service, StaffMember
from bot.domain.slots import Timetable

Staff = Mapping[str, StaffMember]


class GapProblem(StrEnum):
    """What is wrong with a shift.

    `away`: somebody of the rotation is on leave and nobody stands in; `on_leave`: somebody is on
    the shift and on leave; `double`: somebody has another shift that day.
    """

    PENDING = "pending"
    VACANT = "vacant"
    AWAY = "away"
    ON_LEAVE = "on_leave"
    DOUBLE = "double"
    UNKNOWN_NAME = "unknown_name"
    MISSING_SKILL = "missing_skill"


class Gap(Struct, frozen=True):
    """One problem of one shift; `detail` is the name or the missing skill, else empty.

    `services`: what cannot be served for want of the skill.
    """

    day: date
    kind: ShiftKind
    problem: GapProblem
    detail: str = ""
    services: tuple[str, ...] = ()


def check_gaps(
    timetable: Timetable,
    overrides: Iterable[Override],
    services: Iterable[Service],
    days: Iterable[date],
    leaves: Sequence[Leave] = (),
) -> list[Gap]:
    """All gaps on `days`, in the order of days and shifts (mission section 7).

    A skill is missing when a holiday service needs it and nobody on a holiday shift has it.
    `leaves`: those told in the chat, besides the roster's own.
    """
    by_day: dict[date, list[Override]] = {}
    for override in overrides:
        by_day.setdefault(override.day, []).append(override)
    offered = tuple(services)
    found: list[Gap] = []
    for day in days:
        shifts = shifts_on(timetable.roster, by_day.get(day, ()), timetable.calendar, day)
        told = {leave.person for leave in leaves if leave.covers(day)}
        away = timetable.roster.away_on(day) | told
        for shift in shifts:
            found += gaps_of(shift, timetable.staff, offered, away)
            found += _double(shift, shifts)
    return found


def gaps_of(
    shift: Shift, staff: Staff, services: Iterable[Service], away: Collection[str]
) -> Iterator[Gap]:
    """What is wrong with one shift, seen alone."""
    for name in shift.away:
        yield Gap(shift.day, shift.kind, GapProblem.AWAY, name)
    if shift.state is not ShiftState.OK:
        yield Gap(shift.day, shift.kind, GapProblem(shift.state.value))
        return
    for name in shift.people:
        if name not in staff:
            yield Gap(shift.day, shift.kind, GapProblem.UNKNOWN_NAME, name)
        if name in away:
            yield Gap(shift.day, shift.kind, GapProblem.ON_LEAVE, name)
    if shift.kind is ShiftKind.HOLIDAY:
        yield from _missing_skills(shift, staff, services)


def _missing_skills(shift: Shift, staff: Staff, services: Iterable[Service]) -> Iterator[Gap]:
    needing: dict[str, list[str]] = {}
    for service in services:
        if service.holiday:
            needing.setdefault(service.skill, []).append(service.name)
    pieces = _pieces(shift)
    for skill, names in needing.items():
        missing = [p for p in pieces if not people_with_skill(shift, staff, skill, p)]
        if not missing:
            continue
        detail = skill
        if len(missing) < len(pieces):
            detail += "".join(f" {start:%H:%M}-{end:%H:%M}" for start, end in missing)
        yield Gap(shift.day, shift.kind, GapProblem.MISSING_SKILL, detail, tuple(names))


def _pieces(shift: Shift) -> list[tuple[datetime, datetime]]:
    """The shift in pieces in which the same people are there."""
    edges = {shift.start, shift.end}
    for gap in shift.absences:
        edges |= {gap.start, gap.end}
    return list(pairwise(sorted(edges)))


def _double(shift: Shift, shifts: Sequence[Shift]) -> Iterator[Gap]:
    """Named once, on the later of the two shifts."""
    earlier = shifts[: shifts.index(shift)]
    for name in shift.people:
        if any(name in other.people for other in earlier):
            yield Gap(shift.day, shift.kind, GapProblem.DOUBLE, name)
