"""Weighing services against each other: who leads, who is sure enough, what stays open."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from bot.understanding.text import plain

MOST = 4
SURE = 0.45  # the share from which a service is taken for meant
LIKELY = 0.06  # … from which it is worth offering
LEAD = 0.35  # of the best's share: a second one with more makes the matter open
_NEAR = 0.06  # … with less is no candidate beside it
# A smaller share does when the second has no more of it than that, and part of a phrase was said.
_ALONE, _RIVAL, _HALF = 0.38, 0.25, 0.45
_UNLENT, _SOME = 0.18, 0.35  # … or these when no learned wording, only its own, speaks for it
EXPLAINS = 1.08
_AHEAD = 0.2  # the share that makes the first of a clause worth it where several things are asked
_NAMED, _NAMED_LEAD = 0.2, 1.6  # … or when it alone was named letter by letter


class ServiceRead(Struct, frozen=True):
    """`service` is set when exactly one was meant; `candidates` best first, at most four; `shares`:
    how likely each service is, `refused`: something that is not offered."""

    service: str | None = None
    candidates: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    ambiguous: bool = False
    not_offered: str | None = None
    shares: tuple[tuple[str, float], ...] = ()
    refused: float = 0.0


class Scored(NamedTuple):
    """A service: how likely it is meant (0..1), the part of its best phrase that was said, the
    weight of all shared words, and of the phrase that was said letter by letter; was it lent
    learned wording?"""

    name: str
    value: float
    covered: float
    union: float
    named: float
    is_lent: bool = True


class Ranking(NamedTuple):
    """The likely services, best first; how long the longest phrase said letter by letter is; how
    likely it is something that is not offered, and what to say then."""

    likely: tuple[Scored, ...]
    longest: int
    refused: tuple[float, str]

    @property
    def best(self) -> Scored | None:
        """The likeliest; None when nothing was named."""
        return self.likely[0] if self.likely else None

    def is_said(self, part: float) -> bool:
        """Was that part of a phrase of the likeliest said?"""
        return bool(self.likely) and self.likely[0].covered >= part

    def is_called(self, text: str) -> bool:
        """Was the likeliest called by its whole name in `text`, and nothing by a longer one?"""
        name = plain(self.likely[0].name) if self.is_said(1.0) else ""
        return bool(name) and len(name) == self.longest and name in text


def by_share(one: Scored) -> tuple[float, str]:
    """A sorting key: the likeliest first, the same order every time."""
    return -one.value, one.name


def is_sure(ranked: Sequence[Scored]) -> bool:
    """Is the first likely, and clearly likelier than the second?"""
    if not ranked:
        return False
    best, second = ranked[0].value, ranked[1].value if len(ranked) > 1 else 0.0
    others = max((one.covered for one in ranked[1:]), default=0.0)
    if ranked[0].covered == 1.0 > others and best >= max(_NAMED, second * _NAMED_LEAD):
        return True
    least, part = (_ALONE, _HALF) if ranked[0].is_lent else (_UNLENT, _SOME)
    is_alone = best >= least and second <= best * _RIVAL and ranked[0].covered >= part
    return is_alone or (best >= SURE and second <= best * LEAD)


def leads(ranked: Sequence[Scored]) -> bool:
    """Is the first clearly likelier than the second, though not sure by itself?"""
    best, *others = [one.value for one in ranked] or [0.0]
    return best >= _AHEAD and max(others, default=0.0) <= best * LEAD


def decided(ranked: Sequence[Scored], *, is_clear: bool = False) -> ServiceRead:
    """The one service that was meant, or the candidates; `is_clear`: the first is meant though not
    likely enough by itself."""
    likely = [one for one in ranked if one.value >= LIKELY][:MOST]
    if not likely:
        return ServiceRead()
    best = likely[0]
    names = tuple(one.name for one in likely if one.value >= best.value * _NEAR)
    if is_clear or is_sure(likely):
        return ServiceRead(service=best.name, candidates=names, wanted=(best.name,))
    together = sum(one.value for one in likely)
    return ServiceRead(candidates=names, ambiguous=together >= SURE and len(names) > 1)
