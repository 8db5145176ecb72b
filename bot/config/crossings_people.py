"""The roster: people that must be on the staff list, rotations that must be whole."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.config.checked import Checked
from bot.config.crossings_leave import check_leave, known_people
from bot.config.crossings_services import unknown_name
from bot.config.crossings_shifts import Part, check_shifts, is_outside, overlap
from bot.config.document import KeyPath
from bot.config.faults import Fault, fault, nearest, warning
from bot.config.kinds import read_date
from bot.config.shapes_roster import Crew, CrewShape, RosterShape, RotationShape
from bot.domain.calendar import ShiftKind
from bot.domain.part_shifts import split_place
from bot.domain.rotations import Cadence
from bot.domain.services import Role

_CENTRE, _ROSTER = "centre.yaml", "roster.yaml"


def check_roster(checked: Checked) -> Iterator[Fault]:
    """People, rotations and dated entries of roster.yaml."""
    shape = checked.roster
    if shape is None:
        return
    yield from _check_staff(checked, shape)
    for index, each in enumerate(shape.rotations):
        yield from _check_rotation(checked, index, each)
    yield from _check_dates(checked, shape)
    yield from check_leave(checked, shape)
    yield from check_shifts(checked, shape)
    yield from _check_approval(checked, shape)


def _check_staff(checked: Checked, shape: RosterShape) -> Iterator[Fault]:
    lines: dict[str, int] = {}
    needed = _needed_skills(checked)
    for index, each in enumerate(shape.staff):
        place = checked.place(_ROSTER, ("staff", index, "name"))
        if each.name in lines:
            yield fault(place, "repeated_name", word=each.name, first=lines[each.name])
        lines.setdefault(each.name, place.line)
        for number, skill in enumerate(each.skills):
            if needed and skill not in needed:
                place = checked.place(_ROSTER, ("staff", index, "skills", number))
                yield warning(place, "useless_skill", word=skill, hint=nearest(skill, needed))


def _needed_skills(checked: Checked) -> list[str]:
    if checked.services is None or not checked.is_own("services.yaml", _ROSTER):
        return []
    return list({each.skill or each.category: None for each in checked.services.services})


def _check_rotation(checked: Checked, index: int, rotation: RotationShape) -> Iterator[Fault]:
    base: KeyPath = ("rotations", index)
    if rotation.turn is Cadence.WEEK and rotation.anchor.isoweekday() != 1:
        monday = rotation.anchor - timedelta(days=rotation.anchor.weekday())
        place = checked.place(_ROSTER, (*base, "anchor"))
        yield fault(place, "anchor_not_monday", day=rotation.anchor, monday=monday)
    for week, crew in enumerate(rotation.weeks):
        yield from _check_crew(checked, (*base, "weeks", week), crew, rotation.shift)
    yield from _check_people(checked, (*base, "backup"), rotation.backup, rotation.shift)


def _check_dates(checked: Checked, shape: RosterShape) -> Iterator[Fault]:
    document = checked.document(_ROSTER)
    lines: dict[object, int] = {}
    for path in document.keys:
        if len(path) != 2 or path[0] != "dates":
            continue
        day, place = read_date(path[1]), document.key_place(path)
        if day in lines:
            yield fault(place, "repeated_key", word=path[1], first=lines[day])
        lines.setdefault(day, place.line)
        if isinstance(day, date):
            for shift, crew in shape.dates.get(day, {}).items():
                yield from _check_crew(checked, (*path, shift.value), crew, shift)


def _check_crew(checked: Checked, path: KeyPath, crew: Crew, shift: ShiftKind) -> Iterator[Fault]:
    if not isinstance(crew, CrewShape):
        yield from _check_people(checked, path, crew, shift)
        return
    yield from _check_people(checked, (*path, "people"), crew.people, shift)
    yield from _check_people(checked, (*path, "backup"), crew.backup, shift)
    known = known_people(checked)
    if crew.lead is not None and crew.lead not in known:
        place = checked.place(_ROSTER, (*path, "lead"))
        yield unknown_name(place, "unknown_person", crew.lead, known)


def _check_people(
    checked: Checked, path: KeyPath, people: tuple[str, ...], shift: ShiftKind
) -> Iterator[Fault]:
    known, before = known_people(checked), list[tuple[str, Part | None]]()
    for number, written in enumerate(people):
        place = checked.place(_ROSTER, (*path, number))
        try:
            name, part = split_place(written)
        except ValueError:
            yield fault(place, "part_of_shift", word=written)
            continue
        if name not in known:
            yield unknown_name(place, "unknown_person", name, known)
        elif any(name == other and overlap(part, taken) for other, taken in before):
            yield fault(place, "repeated_person", word=name)
        elif part and is_outside(checked, shift, part):
            yield warning(place, "part_outside", word=written, shift=shift.value)
        before.append((name, part))


def _check_approval(checked: Checked, shape: RosterShape) -> Iterator[Fault]:
    """What another admin must agree to could never be changed where there is no other."""
    if checked.centre is None or not checked.centre.editing.approval:
        return
    admins = [each.name for each in shape.staff if Role.ADMIN in each.roles]
    if len(admins) < 2:
        place = checked.place(_CENTRE, ("editing", "approval"))
        yield warning(place, "no_second_admin", count=len(admins))
