"""From the shapes of roster.yaml and holidays.yaml to people, rosters and the calendar's facts."""

from collections.abc import Mapping
from datetime import date

from bot.config.shapes_roster import (
    ClosureShape,
    Crew,
    CrewShape,
    HolidaysShape,
    RosterShape,
    RotationShape,
    StaffShape,
    YearShape,
)
from bot.domain.calendar import Closure, ExtraHours, ShiftKind, YearPlan
from bot.domain.part_shifts import names_of
from bot.domain.roster import DutyRoster, Leave, Rotation
from bot.domain.services import Role, StaffMember

_WEEK = frozenset(range(1, 8))
_WORKWEEK = frozenset(range(1, 6))


def build_staff(shape: RosterShape) -> Mapping[str, StaffMember]:
    """The people by name; without roles somebody is a clerk."""
    return {each.name: _member(each) for each in shape.staff}


def _member(shape: StaffShape) -> StaffMember:
    roles = frozenset(shape.roles) or frozenset({Role.CLERK})
    return StaffMember(shape.name, shape.department, frozenset(shape.skills), roles, shape.phone)


def build_roster(shape: RosterShape) -> DutyRoster:
    """Rotations, dated entries and leave of roster.yaml."""
    dates, backups = {}, {}
    for day, shifts in shape.dates.items():
        dates[day] = {kind: people_of(crew) for kind, crew in shifts.items()}
        behind = {kind: backup_of(crew) for kind, crew in shifts.items() if backup_of(crew)}
        if behind:
            backups[day] = behind
    leaves = tuple(Leave(e.name, e.since, e.until or e.since, e.reason) for e in shape.leave)
    return DutyRoster(tuple(map(_rotation, shape.rotations)), dates, leaves, backups)


def _rotation(shape: RotationShape) -> Rotation:
    backups = tuple(backup_of(crew) for crew in shape.weeks)
    return Rotation(
        shift=shape.shift,
        weekdays=weekdays_of(shape),
        weeks=tuple(people_of(crew) for crew in shape.weeks),
        anchor=shape.anchor,
        backup=shape.backup,
        days=frozenset(shape.days),
        turn=shape.turn,
        every=shape.every,
        backups=backups if any(backups) else (),
    )


def people_of(crew: Crew) -> tuple[str, ...]:
    """Who serves, the lead first."""
    if not isinstance(crew, CrewShape):
        return crew
    if crew.lead is None:
        return crew.people
    leading = [p for p in crew.people if names_of((p,)) == (crew.lead,)]
    return (*(leading or [crew.lead]), *(p for p in crew.people if p not in leading))


def backup_of(crew: Crew) -> tuple[str, ...]:
    """Who stands behind this line only."""
    return crew.backup if isinstance(crew, CrewShape) else ()


def weekdays_of(shape: RotationShape) -> frozenset[int]:
    """1-7 from Monday: as written, else the days on which the shift is usual."""
    if shape.weekdays is not None:
        return frozenset(shape.weekdays)
    if shape.days:
        return _WEEK
    return _WEEK if shape.shift is ShiftKind.HOLIDAY else _WORKWEEK


def build_years(shape: HolidaysShape) -> Mapping[int, YearPlan]:
    """holidays.yaml by year."""
    return {year: _year(each) for year, each in shape.years.items()}


def _year(shape: YearShape) -> YearPlan:
    return YearPlan(shape.published, days_off_of(shape), frozenset(shape.workdays))


def days_off_of(shape: YearShape) -> Mapping[date, str]:
    """Days off with their names, "" where none was written."""
    if isinstance(shape.days_off, dict):
        return {day: name or "" for day, name in shape.days_off.items()}
    return dict.fromkeys(shape.days_off, "")


def build_closures(shapes: tuple[ClosureShape, ...]) -> tuple[Closure, ...]:
    """One-off closings of centre.yaml or holidays.yaml."""
    return tuple(Closure(each.day, each.start, each.end, each.reason) for each in shapes)


def build_openings(shape: HolidaysShape) -> tuple[ExtraHours, ...]:
    """Extra opening hours of holidays.yaml."""
    return tuple(ExtraHours(e.day, e.start, e.end, e.shift, e.reason) for e in shape.openings)
