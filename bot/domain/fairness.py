"""How the duty of a year is shared: extended and holiday shifts of each person."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from bot.domain.calendar import DayKind, ShiftKind
from bot.domain.part_shifts import names_of
from bot.domain.roster import Override, shifts_on
from bot.domain.slots import Timetable

Served = Mapping[tuple[date, ShiftKind], tuple[str, ...]]
NOTHING_SERVED: Served = {}
_FAR, _TIMES = 3, 1.5


class Load(Struct, frozen=True):
    """Shifts of one person; `festival`: those of `holiday` that fall on public holidays."""

    extended: int = 0
    holiday: int = 0
    festival: int = 0


def loads(
    timetable: Timetable,
    overrides: Iterable[Override],
    days: Iterable[date],
    served: Served = NOTHING_SERVED,
) -> dict[str, Load]:
    """Everybody's shifts on `days`: as written down where they are over, else as planned.

    Holds all the staff, also those without any.
    """
    by_day: dict[date, list[Override]] = {}
    for override in overrides:
        by_day.setdefault(override.day, []).append(override)
    counts = {name: [0, 0, 0] for name in timetable.staff}
    for day in days:
        is_festival = timetable.calendar.kind(day) is DayKind.HOLIDAY
        for shift in shifts_on(timetable.roster, by_day.get(day, ()), timetable.calendar, day):
            people = served.get((day, shift.kind))
            for name in shift.people if people is None else names_of(people):
                count = counts.setdefault(name, [0, 0, 0])
                is_holiday = shift.kind is ShiftKind.HOLIDAY
                count[int(is_holiday)] += 1
                count[2] += int(is_holiday and is_festival)
    return {name: Load(*count) for name, count in counts.items()}


def unfair(shares: Mapping[str, Load]) -> tuple[str, ...]:
    """Who serves far more than the others: half as much again as the middle one, and 3 more."""
    return tuple(
        name
        for name, load in shares.items()
        if _is_far_above(load.holiday, [each.holiday for each in shares.values()])
        or _is_far_above(load.extended, [each.extended for each in shares.values()])
    )


def _is_far_above(own: int, everybodys: list[int]) -> bool:
    serving = sorted(count for count in everybodys if count)
    if not serving:
        return False
    middle = serving[len(serving) // 2]
    return own >= middle + _FAR and own > middle * _TIMES
