"""A small inverted index: which phrases cover a text best, by the rarity of their grams."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding.canonical import grams

_SINGLE = 0.35  # a single character says less than two together
_EVERYWHERE, _FEW = 0.06, 12  # single characters in more phrases than this say nothing
_UNKNOWN = 0.55  # of the highest rarity: how much an unknown pair counts in a query
_JOINTS = frozenset("办理个一想要我")  # pairs with these are joints between words
_COMMON = 0.15  # what grams of everyday office words weigh


@dataclass(frozen=True, slots=True)
class Hit:
    """One phrase: the gram weight it shares, and that as parts of `phrase` and of `query`;
    `union` = the weight that all phrases of its owner share with the query."""

    owner: int
    shared: float
    phrase: float
    query: float
    union: float


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """Phrases with their owners. `postings`: gram → phrase numbers."""

    owners: tuple[int, ...]
    masses: tuple[float, ...]
    postings: dict[str, tuple[int, ...]]
    holders: dict[str, tuple[int, ...]]
    weights: dict[str, float]
    unknown: float

    @classmethod
    def build(cls, phrases: Sequence[tuple[int, str]], common: str = "") -> "PhraseIndex":
        """`phrases` = (owner, rewritten plain text); grams of `common` get little weight."""
        dull = grams(common)
        joints = _JOINTS if common else frozenset()
        sets = [grams(text) for _, text in phrases]
        holders: dict[str, set[int]] = defaultdict(set)
        postings: dict[str, list[int]] = defaultdict(list)
        for number, (found, (owner, _)) in enumerate(zip(sets, phrases, strict=True)):
            for gram in found:
                postings[gram].append(number)
                holders[gram].add(owner)
        total = len({owner for owner, _ in phrases}) or 1
        most = max(_FEW, len(phrases) * _EVERYWHERE)
        for gram in [g for g in postings if len(g) == 1 and len(postings[g]) > most]:
            del postings[gram]
        weights = {
            g: _weight(
                g, len(holders[g]), total, g in dull or (len(g) == 2 and bool(joints & set(g)))
            )
            for g in postings
        }
        everywhere = frozenset(g for found in sets for g in found if g not in weights)
        masses = tuple(sum(weights.get(gram, 0.0) for gram in found) or 1.0 for found in sets)
        owners = tuple(owner for owner, _ in phrases)
        lists = {gram: tuple(numbers) for gram, numbers in postings.items()}
        known = {gram: tuple(sorted(holders[gram])) for gram in lists}
        weights |= dict.fromkeys(everywhere, 0.0)
        return cls(owners, masses, lists, known, weights, math.log(1 + total))

    def weight(self, gram: str) -> float:
        """The rarity of a gram; unknown ones count like the rarest, a little damped."""
        known = self.weights.get(gram)
        if known is not None:
            return known
        return self.unknown * (_SINGLE * 0.5 if len(gram) == 1 else _UNKNOWN)

    def search(self, query: set[str]) -> dict[int, Hit]:
        """The best hit of each owner by the product of both coverages."""
        shared: dict[int, float] = {}
        union: dict[int, float] = {}
        mass = 0.0
        for gram in query:
            weight = self.weight(gram)
            mass += weight
            for owner in self.holders.get(gram, ()):
                union[owner] = union.get(owner, 0.0) + weight
            for number in self.postings.get(gram, ()):
                shared[number] = shared.get(number, 0.0) + weight
        best: dict[int, int] = {}
        values: dict[int, float] = {}
        for number, sum_ in shared.items():
            owner = self.owners[number]
            value = sum_ * sum_ / self.masses[number]
            if value > values.get(owner, 0.0):
                values[owner] = value
                best[owner] = number
        return {
            owner: self._hit(number, shared[number], mass or 1.0, union[owner])
            for owner, number in best.items()
        }

    def _hit(self, number: int, shared: float, mass: float, union: float) -> Hit:
        part = shared / self.masses[number]
        return Hit(self.owners[number], shared, part, shared / mass, union)


def _weight(gram: str, holders: int, total: int, dull: bool) -> float:
    rarity = math.log(1 + (total - holders + 0.5) / (holders + 0.5)) + 0.05
    return rarity * (_SINGLE if len(gram) == 1 else 1.0) * (_COMMON if dull else 1.0)
