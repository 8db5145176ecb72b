"""A first draft of the month, post by post, from which the solver starts."""

from collections import Counter
from datetime import date, timedelta

from bot.domain.plan_rules import WishKind
from bot.planning.asked import Asked, Crews, Key, Post, week_of
from bot.planning.fair_share import caught_up

_DAY = timedelta(days=1)


def first_draft(asked: Asked) -> Crews:
    """Holidays first; for each post those who bring a missing skill, then those with least duty.

    Breaks no hard rule, but may leave more gaps than needed.
    """
    draft = _Draft(asked)
    order = sorted(asked.open_posts, key=lambda p: (not p.is_holiday, not p.is_festival, p.day))
    return {post.key: draft.fill(post) for post in order}


class _Draft:
    """What everybody has so far."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._days: set[tuple[str, date]] = set()
        self._evenings: set[tuple[str, date]] = set()
        self._weeks: Counter[tuple[str, date]] = Counter()
        self._load: Counter[tuple[str, bool]] = Counter()
        shares = {name: asked.share(name) for name in asked.staff}
        holidays = caught_up({name: share.holiday for name, share in shares.items()})
        extended = caught_up({name: share.extended for name, share in shares.items()})
        self._load.update({(name, True): count for name, count in holidays.items()})
        self._load.update({(name, False): count for name, count in extended.items()})
        for key, crew in asked.settled.items():
            for name in crew:
                self._take(name, key)

    def fill(self, post: Post) -> tuple[str, ...]:
        """The people for one post."""
        crew: list[str] = []
        missing = set(post.skills)
        free = [name for name in self._asked.staff if self._can(name, post)]
        while free and len(crew) < post.people:
            best = min(free, key=lambda name: self._rank(name, post, missing))
            free.remove(best)
            crew.append(best)
            missing -= self._asked.staff[best].skills
            self._take(best, post.key)
            self._load[best, post.is_holiday] += 1
        return tuple(crew)

    def _rank(self, name: str, post: Post, missing: set[str]) -> tuple[bool, int, int, int]:
        wishes = sum(
            wish.weight if wish.kind is WishKind.AVOID else -wish.weight
            for wish in self._asked.rules.wishes
            if wish.person == name and wish.concerns(post.day, post.kind)
        )
        new = len(missing & self._asked.staff[name].skills)
        return bool(missing) and not new, self._load[name, post.is_holiday], -new, wishes

    def _can(self, name: str, post: Post) -> bool:
        if self._asked.is_away(name, post.day) or (name, post.day) in self._days:
            return False
        if self._weeks[name, week_of(post.key)] >= self._asked.rules.at_most_per_week:
            return False
        near = {(name, post.day - _DAY), (name, post.day + _DAY)}
        return not (self._asked.is_evening(post.kind) and near & self._evenings)

    def _take(self, name: str, key: Key) -> None:
        self._days.add((name, key[0]))
        self._weeks[name, week_of(key)] += 1
        if self._asked.is_evening(key[1]):
            self._evenings.add((name, key[0]))
