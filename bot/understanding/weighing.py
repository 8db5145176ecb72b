"""Weighing services against each other: who leads, who is sure enough, what stays open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

MOST = 4
SURE = 0.62  # of a phrase's gram weight that must be said before a service is taken for meant
LIKELY = 0.4  # … before it is worth offering
LEAD = 1.22  # the best must be that much better than the second
NAMED_LEAD = 1.05  # … when it was named letter by letter and the second was not
EXPLAINS = 1.08


@dataclass(frozen=True, slots=True)
class ServiceRead:
    """`service` is set when exactly one was meant; `candidates` best first, at most four."""

    service: str | None = None
    candidates: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    ambiguous: bool = False
    not_offered: str | None = None


class Scored(NamedTuple):
    """A service: its value, the part of its best phrase that was said, the weight of all shared."""

    name: str
    value: float
    covered: float
    union: float


class Ranking(NamedTuple):
    """The likely services, best first, and all phrases that were said letter by letter."""

    likely: list[Scored]
    unions: dict[int, float]
    longest: int

    @property
    def best(self) -> Scored | None:
        """The likeliest; None when nothing was named."""
        return self.likely[0] if self.likely else None


def by_value(one: Scored) -> tuple[float, str]:
    """A sorting key: the most valuable first, the same order every time."""
    return -one.value, one.name


def leads(ranked: Sequence[Scored]) -> bool:
    """Is the first clearly better than the second?"""
    if len(ranked) < 2:
        return True
    is_named = ranked[0].covered == 1.0 > ranked[1].covered
    return ranked[0].value >= ranked[1].value * (NAMED_LEAD if is_named else LEAD)


def are_two_sure(likely: Sequence[Scored]) -> bool:
    """May more than one service have been asked for?"""
    return sum(one.covered >= SURE for one in likely) > 1


def _explained_better(likely: Sequence[Scored]) -> bool:
    """Another candidate's wording accounts for clearly more of the text than the best one's."""
    return any(one.union > likely[0].union * EXPLAINS for one in likely[1:])


def decided(ranked: Sequence[Scored]) -> ServiceRead:
    """The one service that was meant, or the candidates."""
    likely = [one for one in ranked if one.covered >= LIKELY][:MOST]
    if not likely:
        return ServiceRead()
    best = likely[0]
    names = tuple(one.name for one in likely if one.value >= best.value * 0.4)
    if best.covered >= SURE and leads(likely) and not _explained_better(likely):
        return ServiceRead(service=best.name, candidates=names, wanted=(best.name,))
    return ServiceRead(candidates=names, ambiguous=best.covered >= SURE and len(names) > 1)
