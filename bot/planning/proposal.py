"""A proposed month: its shifts with their leads, what it breaks and why, and its figures."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from bot.domain.fairness import Load
from bot.planning.asked import Asked, Crews, Post, shares_after
from bot.planning.explaining import Explained, explain
from bot.planning.solving import solve


class Proposal(Struct, frozen=True, eq=False, dict=True):
    """What is proposed for the `asked` month; nothing has changed yet.

    `crews` holds every post of the month, the lead first. `is_best`: proven that no better one is
    there. `seconds`: how long the search took.
    """

    asked: Asked
    crews: Crews
    is_best: bool
    seconds: float

    @cached_property
    def unmet(self) -> list[Explained]:
        """The rules that do not hold, explained."""
        return explain(self.asked, self.crews)

    @cached_property
    def shares(self) -> Mapping[str, Load]:
        """Everybody's duty of the year with this month."""
        return shares_after(self.asked, self.crews)

    @property
    def spread(self) -> tuple[int, int]:
        """The fewest and the most holidays of the year so far that somebody has."""
        counts = [share.holiday for share in self.shares.values()] or [0]
        return min(counts), max(counts)


def propose(asked: Asked) -> Proposal:
    """The fairest month; takes some seconds of computing. Raises SolverMissing."""
    found = solve(asked)
    leads: Counter[str] = Counter()
    crews = {post.key: _led(post, found.crews, leads) for post in asked.posts}
    return Proposal(asked, crews, found.is_best, found.seconds)


def _led(post: Post, crews: Crews, leads: Counter[str]) -> tuple[str, ...]:
    """Whoever led least often goes first; a kept post keeps its order."""
    crew = post.kept
    if crew is None:
        crew = tuple(sorted(crews[post.key], key=lambda name: leads[name]))
    leads.update(crew[:1])
    return crew
