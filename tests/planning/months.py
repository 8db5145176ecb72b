"""Months to plan that the tests and the benchmark share: made up, but the same each time."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from bot.domain.calendar import ShiftKind
from bot.domain.fairness import Load
from bot.domain.plan_rules import PlanRules, Wish, WishKind
from bot.domain.services import StaffMember
from bot.planning.asked import Asked, Post

EXTENDED = (ShiftKind.EARLY, ShiftKind.NOON, ShiftKind.LATE)
SKILLS = tuple(f"业务{number}" for number in range(1, 12))


def posts_of(first: date, days: int, people: int, skills: Sequence[str]) -> list[Post]:
    """Holiday shifts at weekends and on the first of January, extended hours on all other days."""
    posts: list[Post] = []
    for day in (first + timedelta(days=n) for n in range(days)):
        is_festival = (day.month, day.day) == (1, 1)
        off = is_festival or day.isoweekday() >= 6
        kinds = (ShiftKind.HOLIDAY,) if off else EXTENDED
        posts += [Post(day, kind, people, tuple(skills), is_festival) for kind in kinds]
    return posts


def office(people: int, seed: int, days: Sequence[date]) -> Asked:
    """A month for so many people, each with five of eleven skills; some leave, some wishes."""
    random = Random(seed)  # noqa: S311 - not for secrets
    staff = {
        f"职员{number:02}": StaffMember(
            f"职员{number:02}",
            skills=frozenset({SKILLS[(number + n) % len(SKILLS)] for n in (0, 2, 5, 7, 9)}),
        )
        for number in range(people)
    }
    away = {
        name: frozenset(days[since : since + random.randint(2, 7)])
        for name in staff
        if random.random() < 0.25
        for since in [random.randrange(len(days))]
    }
    wishes = tuple(
        Wish(name, WishKind.AVOID, frozenset({random.choice(EXTENDED)}), frozenset({weekday}))
        for name in staff
        if random.random() < 0.4
        for weekday in [random.randint(1, 5)]
    )
    before = {name: Load(0, random.randint(4, 7), random.randint(0, 2)) for name in staff}
    posts = posts_of(days[0], len(days), 4, SKILLS)
    return Asked(tuple(posts), staff, PlanRules(wishes=wishes), away=away, before=before)
