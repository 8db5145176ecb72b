"""Shifts against each other and the opening hours: planned twice, for nothing, or by nobody."""

from collections.abc import Iterator
from datetime import time

from bot.config.build_roster import weekdays_of
from bot.config.checked import Checked
from bot.config.faults import Fault, Place, warning
from bot.config.shapes_roster import RosterShape
from bot.domain.calendar import ShiftKind

_ROSTER = "roster.yaml"
Part = tuple[time, time]


def check_shifts(checked: Checked, shape: RosterShape) -> Iterator[Fault]:
    """Doubts only: all of them may be meant, and nothing stops working."""
    yield from _check_overlaps(checked, shape)
    yield from _check_for_nothing(checked, shape)
    yield from _check_gaps(checked, shape)


def overlap(one: Part | None, other: Part | None) -> bool:
    """Whether two parts of a shift meet; None = all of it."""
    return one is None or other is None or (one[0] < other[1] and other[0] < one[1])


def is_outside(checked: Checked, shift: ShiftKind, part: Part) -> bool:
    """Whether nobody is needed then: no hours of that shift touch the part."""
    hours = [span for kind, span in _hours(checked) if kind is shift]
    return bool(hours) and not any(overlap(part, span) for span in hours)


def _hours(checked: Checked) -> list[tuple[ShiftKind, Part]]:
    """When which shift is open, extra openings among them; nothing when that is not known."""
    if checked.centre is None:
        return []
    hours = checked.centre.hours
    usual = (*hours.workday, *hours.day_off)
    extra = checked.holidays.openings if checked.holidays else ()
    known = [(each.shift, (each.start, each.end)) for each in usual]
    known += [(each.shift, (each.start, each.end)) for each in extra]
    return [(shift, span) for shift, span in known if shift]


def _check_for_nothing(checked: Checked, shape: RosterShape) -> Iterator[Fault]:
    """A rotation for a shift that the opening hours do not have."""
    open_at = {kind for kind, _ in _hours(checked)}
    for index, each in enumerate(shape.rotations):
        if open_at and each.shift not in open_at:
            place = checked.place(_ROSTER, ("rotations", index, "shift"))
            yield warning(place, "shift_without_hours", shift=each.shift.value)


def _check_overlaps(checked: Checked, shape: RosterShape) -> Iterator[Fault]:
    for index, each in enumerate(shape.rotations):
        for first, before in enumerate(shape.rotations[:index]):
            days = weekdays_of(each) & weekdays_of(before)
            if bool(each.days) is not bool(before.days) or set(each.days).isdisjoint(before.days):
                days = days if not (each.days or before.days) else frozenset()
            if each.shift is before.shift and days:
                place = checked.place(_ROSTER, ("rotations", index))
                line = checked.line(_ROSTER, ("rotations", first))
                shown = "、".join(map(str, sorted(days)))
                shift = each.shift.value
                yield warning(place, "overlapping_rotation", shift=shift, days=shown, first=line)


def _check_gaps(checked: Checked, shape: RosterShape) -> Iterator[Fault]:
    """A shift of the opening hours that nobody is planned for (house.md section 6)."""
    if checked.centre is None:
        return
    hours = checked.centre.hours
    used = {each.shift for each in (*hours.workday, *hours.day_off) if each.shift}
    planned = {each.shift for each in shape.rotations}
    for shift in ShiftKind:
        if shift in used - planned:
            place = Place(checked.document(_ROSTER).file)
            yield warning(place, "no_rotation", shift=shift.value)
