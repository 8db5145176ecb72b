"""`planning` of the roster: people and skills that it names must be there."""

from collections.abc import Iterator

from bot.config.checked import Checked
from bot.config.crossings_leave import known_people
from bot.config.crossings_services import unknown_name
from bot.config.document import KeyPath
from bot.config.faults import Fault, nearest, warning
from bot.config.shapes_planning import WishShape

_ROSTER = "roster.yaml"


def check_planning(checked: Checked) -> Iterator[Fault]:
    """Unknown people; skills that nobody has; wishes that no shift or date can be about."""
    if checked.roster is None or not checked.is_own(_ROSTER):
        return
    planning, known = checked.roster.planning, known_people(checked)
    for number, name in enumerate(planning.exempt):
        if name not in known:
            place = checked.place(_ROSTER, ("planning", "exempt", number))
            yield unknown_name(place, "unknown_person", name, known)
    skills = list({skill: None for each in checked.roster.staff for skill in each.skills})
    for shift, needed in planning.skills.items():
        for number, skill in enumerate(needed):
            if skill not in skills:
                place = checked.place(_ROSTER, ("planning", "skills", shift.value, number))
                yield warning(place, "skill_of_nobody", word=skill, hint=nearest(skill, skills))
    for number, wish in enumerate(planning.wishes):
        yield from _check_wish(checked, ("planning", "wishes", number), wish, known)


def _check_wish(
    checked: Checked, path: KeyPath, wish: WishShape, known: list[str]
) -> Iterator[Fault]:
    if wish.name not in known:
        place = checked.place(_ROSTER, (*path, "name"))
        yield unknown_name(place, "unknown_person", wish.name, known)
    weekdays = wish.weekdays
    if wish.dates and weekdays and all(day.isoweekday() not in weekdays for day in wish.dates):
        yield warning(checked.place(_ROSTER, path), "empty_wish", word=wish.name)
