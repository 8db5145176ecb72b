"""Hours, closures and holidays that contradict themselves."""

from collections.abc import Iterator

from bot.config.build_roster import days_off_of
from bot.config.checked import Checked
from bot.config.document import KeyPath
from bot.config.faults import Fault, fault, warning
from bot.config.shapes import CentreShape, IntervalShape
from bot.config.shapes_roster import ClosureShape, OpeningShape, YearShape

_CENTRE = "centre.yaml"
_HOLIDAYS = "holidays.yaml"


def check_centre(checked: Checked) -> Iterator[Fault]:
    """Intervals that end before they start or overlap; limits that leave nothing."""
    centre = checked.centre
    if centre is None:
        return
    yield from _check_hours(checked, ("hours", "workday"), centre.hours.workday)
    yield from _check_hours(checked, ("hours", "day_off"), centre.hours.day_off)
    yield from _check_spans(checked, _CENTRE, "closures", centre.closures)
    yield from _check_limits(checked, centre)


def _check_spans(
    checked: Checked, file: str, key: str, spans: tuple[ClosureShape | OpeningShape, ...]
) -> Iterator[Fault]:
    for index, each in enumerate(spans):
        if each.start >= each.end:
            place = checked.place(file, (key, index, "from"))
            start, end = f"{each.start:%H:%M}", f"{each.end:%H:%M}"
            yield fault(place, "start_after_end", start=start, end=end)


def _check_hours(
    checked: Checked, path: KeyPath, intervals: tuple[IntervalShape, ...]
) -> Iterator[Fault]:
    for index, each in enumerate(intervals):
        place = checked.place(_CENTRE, (*path, index))
        if each.start >= each.end:
            start, end = f"{each.start:%H:%M}", f"{each.end:%H:%M}"
            yield fault(place, "start_after_end", start=start, end=end)
        for before in intervals[:index]:
            if each.start < before.end and before.start < each.end:
                other = f"{before.start:%H:%M}-{before.end:%H:%M}"
                yield fault(place, "overlapping_hours", other=other)


def _check_limits(checked: Checked, centre: CentreShape) -> Iterator[Fault]:
    if centre.reserved >= centre.capacity:
        place = checked.place(_CENTRE, ("reserved",))
        capacity, reserved = centre.capacity, centre.reserved
        yield warning(place, "reserved_too_large", reserved=reserved, capacity=capacity)
    nudge, answer = centre.tickets.nudge_minutes, centre.tickets.answer_minutes
    if nudge >= answer:
        place = checked.place(_CENTRE, ("tickets", "nudge_minutes"))
        yield warning(place, "nudge_too_early", nudge=nudge, answer=answer)


def check_holidays(checked: Checked) -> Iterator[Fault]:
    """Days under the wrong year, off and worked at once, or worked anyway."""
    if checked.holidays is None:
        return
    yield from _check_spans(checked, _HOLIDAYS, "closures", checked.holidays.closures)
    yield from _check_spans(checked, _HOLIDAYS, "openings", checked.holidays.openings)
    for year, plan in checked.holidays.years.items():
        yield from _check_year(checked, year, plan)


def _check_year(checked: Checked, year: int, plan: YearShape) -> Iterator[Fault]:
    off = days_off_of(plan)
    base: KeyPath = ("years", str(year))
    named = isinstance(plan.days_off, dict)
    for index, day in enumerate(off):
        if day.year != year:
            where = (*base, "days_off") if named else (*base, "days_off", index)
            place = checked.place(_HOLIDAYS, where)
            yield fault(place, "other_year", day=day, year=year, other=day.year)
    for index, day in enumerate(plan.workdays):
        place = checked.place(_HOLIDAYS, (*base, "workdays", index))
        if day.year != year:
            yield fault(place, "other_year", day=day, year=year, other=day.year)
        if day in off:
            yield fault(place, "both_off_and_worked", day=day)
        elif day.isoweekday() <= 5:
            yield warning(place, "weekday_as_makeup", day=day)
