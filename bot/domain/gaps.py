"""What is missing in the duty roster: empty shifts, unknown names, skills nobody on duty has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.calendar import ShiftKind
from bot.domain.roster import Override, Shift, ShiftState, people_with_skill, shifts_on
from bot.domain.services import Service
from bot.domain.slots import Timetable


class GapProblem(StrEnum):
    """What is wrong with a shift."""

    PENDING = "pending"
    VACANT = "vacant"
    UNKNOWN_NAME = "unknown_name"
    MISSING_SKILL = "missing_skill"


@dataclass(frozen=True, slots=True)
class Gap:
    """One problem of one shift; `detail` is the unknown name or the missing skill, else empty."""

    day: date
    kind: ShiftKind
    problem: GapProblem
    detail: str = ""


def check_gaps(
    timetable: Timetable,
    overrides: Iterable[Override],
    services: Iterable[Service],
    days: Iterable[date],
) -> list[Gap]:
    """All gaps on `days`, in the order of days and shifts (mission section 7).

    A skill is missing when a holiday service needs it and nobody on a holiday shift has it.
    """
    known = tuple(overrides)
    skills = tuple(dict.fromkeys(s.skill for s in services if s.holiday))
    return [
        gap
        for day in days
        for shift in shifts_on(timetable.roster, known, timetable.calendar, day)
        for gap in _gaps_of(shift, timetable, skills)
    ]


def _gaps_of(shift: Shift, timetable: Timetable, skills: tuple[str, ...]) -> Iterator[Gap]:
    if shift.state is not ShiftState.OK:
        yield Gap(shift.day, shift.kind, GapProblem(shift.state.value))
        return
    for name in shift.people:
        if name not in timetable.staff:
            yield Gap(shift.day, shift.kind, GapProblem.UNKNOWN_NAME, name)
    if shift.kind is ShiftKind.HOLIDAY:
        for skill in skills:
            if not people_with_skill(shift, timetable.staff, skill):
                yield Gap(shift.day, shift.kind, GapProblem.MISSING_SKILL, skill)
