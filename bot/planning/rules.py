"""Which rules a month breaks, whoever made it: solver, rotation or a person."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from bot.domain.calendar import ShiftKind
from bot.domain.plan_rules import Wish, WishKind
from bot.planning.asked import NOBODY, Asked, Crews, Key, Post, duties_of, week_of

_DAY = timedelta(days=1)


class Rule(StrEnum):
    """What a month is held to; the first four are never broken by a proposal.

    `leave`: nobody serves on leave; `twice`: nobody serves twice a day; `evenings`: no two evenings
    in a row; `week`: at most n shifts a week; `people`: as many as a shift takes; `skill`: somebody
    for every skill it needs; `wish`: what people would like.
    """

    LEAVE = "leave"
    TWICE = "twice"
    EVENINGS = "evenings"
    WEEK = "week"
    PEOPLE = "people"
    SKILL = "skill"
    WISH = "wish"


HARD = frozenset({Rule.LEAVE, Rule.TWICE, Rule.EVENINGS, Rule.WEEK})


class Broken(Struct, frozen=True):
    """One rule that does not hold. `detail`: the name or the skill; `missing`: how many people.

    `kind` None: it is about the whole day, week or month. `wish`: which, for `Rule.WISH`.
    """

    rule: Rule
    day: date
    kind: ShiftKind | None
    detail: str = ""
    missing: int = 0
    wish: Wish | None = None


def broken_rules(asked: Asked, crews: Crews) -> list[Broken]:
    """All of them, in the order of the days; `crews` have every post of the month.

    What was settled before and nobody can change by planning counts only together with a post
    that is to be planned.
    """
    all_crews = {**asked.settled, **crews}
    planned = {post.key for post in asked.open_posts}
    found = [each for post in asked.posts for each in _unmet(asked, post, all_crews)]
    for name in sorted({name for crew in all_crews.values() for name in crew}):
        found += _of_person(asked, name, duties_of(all_crews, name), planned)
    found += [each for wish in asked.rules.wishes for each in _ungranted(asked, wish, all_crews)]
    return sorted(found, key=lambda each: (each.day, list(Rule).index(each.rule)))


def has_gaps(asked: Asked, crews: Crews) -> bool:
    """Whether a post that is to be planned lacks people or a skill."""
    return any(True for post in asked.open_posts for _ in _unmet(asked, post, crews))


def missing_skills(asked: Asked, post: Post, crew: tuple[str, ...]) -> tuple[str, ...]:
    """The skills the post needs that nobody of `crew` has."""
    return tuple(
        skill for skill in post.skills if not any(asked.has_skill(name, skill) for name in crew)
    )


def _unmet(asked: Asked, post: Post, crews: Crews) -> Iterator[Broken]:
    crew = crews.get(post.key, NOBODY)
    if len(crew) < post.people:
        yield Broken(Rule.PEOPLE, post.day, post.kind, missing=post.people - len(crew))
    for skill in missing_skills(asked, post, crew):
        yield Broken(Rule.SKILL, post.day, post.kind, skill)


def _of_person(asked: Asked, name: str, duties: list[Key], planned: set[Key]) -> Iterator[Broken]:
    for day, kind in duties:
        if (day, kind) in planned and asked.is_away(name, day):
            yield Broken(Rule.LEAVE, day, kind, name)
    days = _grouped(duties)
    for day, own in days.items():
        if len(own) > 1 and planned.intersection(own):
            yield Broken(Rule.TWICE, day, None, name)
    evenings = {key[0]: key for key in duties if asked.is_evening(key[1])}
    for day, key in evenings.items():
        if day - _DAY in evenings and planned.intersection({key, evenings[day - _DAY]}):
            yield Broken(Rule.EVENINGS, day, key[1], name)
    yield from _full_weeks(asked, name, duties, planned)


def _full_weeks(asked: Asked, name: str, duties: list[Key], planned: set[Key]) -> Iterator[Broken]:
    counts = Counter(map(week_of, duties))
    ours = {week_of(key) for key in duties if key in planned}
    for week in sorted(ours):
        too_many = counts[week] - asked.rules.at_most_per_week
        if too_many > 0:
            yield Broken(Rule.WEEK, week, None, name, missing=too_many)


def _grouped(duties: list[Key]) -> Mapping[date, list[Key]]:
    days: dict[date, list[Key]] = {}
    for key in duties:
        days.setdefault(key[0], []).append(key)
    return days


def _ungranted(asked: Asked, wish: Wish, crews: Crews) -> Iterator[Broken]:
    """A wish to avoid is broken by each shift; one to have some, by each date without any."""
    posts = [post for post in asked.open_posts if wish.concerns(post.day, post.kind)]
    served = [post for post in posts if wish.person in crews.get(post.key, NOBODY)]
    if wish.kind is WishKind.AVOID:
        for post in served:
            yield Broken(Rule.WISH, post.day, post.kind, wish.person, wish=wish)
        return
    for group in wanted_groups(wish, posts):
        if not any(post in served for post in group):
            yield Broken(Rule.WISH, group[0].day, None, wish.person, wish=wish)


def wanted_groups(wish: Wish, posts: list[Post]) -> list[list[Post]]:
    """Of which posts one is enough to grant the wish: those of a date, without dates of all."""
    if not wish.dates:
        return [posts] if posts else []
    days = dict.fromkeys(post.day for post in posts)
    return [[post for post in posts if post.day == day] for day in days]


def is_possible(asked: Asked, name: str, post: Post) -> bool:
    """Whether nothing that is settled already keeps `name` from the post."""
    return obstacle(asked, name, post, asked.settled) is None


def obstacle(asked: Asked, name: str, post: Post, crews: Crews) -> Rule | None:
    """Which hard rule keeps `name` from joining the post beside the other duties in `crews`."""
    if asked.is_away(name, post.day):
        return Rule.LEAVE
    duties = [key for key in duties_of(crews, name) if key != post.key]
    if any(day == post.day for day, _ in duties):
        return Rule.TWICE
    if asked.is_evening(post.kind) and any(
        abs(day - post.day) == _DAY and asked.is_evening(kind) for day, kind in duties
    ):
        return Rule.EVENINGS
    in_week = sum(week_of(key) == week_of(post.key) for key in duties)
    return Rule.WEEK if in_week >= asked.rules.at_most_per_week else None
