"""Leave and dated entries of the roster that contradict the staff list, each other or the hours."""

from collections.abc import Iterator
from datetime import date

from pydantic_core import PydanticCustomError

from bot.config.build_roster import build_closures, build_openings, build_years, people_of
from bot.config.checked import Checked
from bot.config.crossings_services import unknown_name
from bot.config.document import KeyPath
from bot.config.faults import Fault, fault, warning
from bot.config.kinds import read_date
from bot.config.shapes_roster import RosterShape
from bot.domain.calendar import Interval, OpeningCalendar, ShiftKind
from bot.domain.part_shifts import split_place

_ROSTER = "roster.yaml"
_MOST_NAMED = 3


def known_people(checked: Checked) -> list[str]:
    """The names of the staff list."""
    return [each.name for each in checked.roster.staff] if checked.roster else []


def check_leave(checked: Checked, shape: RosterShape) -> Iterator[Fault]:
    """Leave of unknown people or without days; dated entries on leave or outside the hours."""
    known = known_people(checked)
    for index, each in enumerate(shape.leave):
        place = checked.place(_ROSTER, ("leave", index))
        if each.name not in known:
            yield unknown_name(place, "unknown_person", each.name, known)
        if each.until is not None and each.until < each.since:
            yield fault(place, "leave_ends_early", start=each.since, end=each.until)
    yield from _check_entries(checked, shape)


def check_passed(checked: Checked, today: date) -> Iterator[Fault]:
    """Dated entries of days that are over, told once for all of them: they change nothing more."""
    document = checked.document(_ROSTER)
    dated = {path: _day(path) for path in document.keys if len(path) == 2 and path[0] == "dates"}
    passed = {path: day for path, day in dated.items() if day and day < today}
    if passed:
        first = min(passed, key=lambda path: document.key_place(path).line)
        days = "、".join(f"{day}" for day in sorted(passed.values())[:_MOST_NAMED])
        yield warning(document.key_place(first), "passed_entries", days=days, count=len(passed))


def _check_entries(checked: Checked, shape: RosterShape) -> Iterator[Fault]:
    calendar = _calendar(checked)
    for path in checked.document(_ROSTER).keys:
        if len(path) != 3 or path[0] != "dates":
            continue
        day = _day(path)
        kind = next((kind for kind in ShiftKind if kind.value == path[2]), None)
        if day is None or kind is None:
            continue
        place = checked.document(_ROSTER).key_place(path)
        if calendar and all(each.shift is not kind for each in calendar.intervals(day)):
            yield warning(place, "no_such_shift", day=day, shift=kind.value)
        for name in _away(shape, day, kind):
            yield warning(place, "on_leave", word=name, day=day)


def _away(shape: RosterShape, day: date, kind: ShiftKind) -> Iterator[str]:
    crew = shape.dates.get(day, {}).get(kind, ())
    for written in people_of(crew):
        try:
            name, _ = split_place(written)
        except ValueError:
            continue
        if any(e.name == name and e.since <= day <= (e.until or e.since) for e in shape.leave):
            yield name


def _day(path: KeyPath) -> date | None:
    try:
        day = read_date(path[1])
    except PydanticCustomError:  # a fault of the file's form, told of where forms are checked
        return None
    return day if isinstance(day, date) else None


def _calendar(checked: Checked) -> OpeningCalendar | None:
    centre, holidays = checked.centre, checked.holidays
    if centre is None or holidays is None:
        return None
    hours = [
        tuple(Interval(each.start, each.end, each.shift) for each in part)
        for part in (centre.hours.workday, centre.hours.day_off)
    ]
    closures = (*build_closures(centre.closures), *build_closures(holidays.closures))
    years, openings = build_years(holidays), build_openings(holidays)
    return OpeningCalendar(years, hours[0], hours[1], closures, openings)
