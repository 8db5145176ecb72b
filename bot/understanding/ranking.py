"""A small inverted index: which phrases cover a text best, by the rarity of their grams."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from msgspec import Struct

from bot.understanding.canonical import grams

_SINGLE = 0.35  # a single character says less than two together
# Single characters in a larger part of the phrases say nothing, but in so few they do, and in so
# many they never do.
_EVERYWHERE, _FEW, _MANY = 0.06, 12, 80
_UNKNOWN = 0.55  # of the highest rarity: how much an unknown pair counts in a query
_JOINTS = frozenset("办理个一想要我")  # pairs with these are joints between words
_IN_MANY, _PART = 60, 0.01  # grams in more phrases find nothing, they only add to what was found
_COMMON = 0.15  # what grams of everyday office words weigh


# The best phrase of an owner: the gram weight it shares with the query, which part of its own
# weight that is, and the product of both.
Hit = tuple[float, float, float]
NO_HIT: Hit = (0.0, 0.0, 0.0)
Numbers = tuple[int, ...] | frozenset[int]


class Known(NamedTuple):
    """A gram: its weight, the numbers of the phrases and of the owners that have it (sets when
    they are many)."""

    weight: float
    phrases: Numbers = ()
    owners: Numbers = ()


_UNHEARD = Known(0.0)


class PhraseIndex(Struct, frozen=True):
    """`owners` and `masses`: whose each phrase is and what it weighs, by its number; those of one
    owner are side by side from `starts`[owner]."""

    owners: tuple[int, ...]
    masses: tuple[float, ...]
    grams: dict[str, Known]
    unknown: float
    starts: tuple[int, ...] = ()

    @classmethod
    def build(cls, phrases: Sequence[tuple[int, str]], common: str = "") -> "PhraseIndex":
        """`phrases` = (owner, rewritten plain text); grams of `common` get little weight."""
        phrases = sorted(phrases, key=itemgetter(0))
        owner_of = tuple(owner for owner, _ in phrases)
        sets = [grams(text) for _, text in phrases]
        known = _known(sets, owner_of, common)
        weights = {gram: each.weight for gram, each in known.items()}
        masses = tuple(sum(map(weights.__getitem__, found)) or 1.0 for found in sets)
        starts = (bisect_left(owner_of, owner) for owner in range(max(owner_of, default=-1) + 2))
        rarest = math.log(1 + (len(set(owner_of)) or 1))
        return cls(owner_of, masses, known, rarest, tuple(starts))

    def mass(self, grams_: Iterable[str]) -> float:
        """What these grams weigh together; unknown ones like the rarest, a little damped."""
        total = 0.0
        for gram in grams_:
            known = self.grams.get(gram)
            if known is not None:
                total += known.weight
            else:
                total += self.unknown * (_SINGLE * 0.5 if len(gram) == 1 else _UNKNOWN)
        return total

    def shared(self, query: Mapping[str, float], without: int = -1) -> dict[int, float]:
        """Phrase number → the weight it shares with the query; without one that shall not count."""
        shared: defaultdict[int, float] = defaultdict(float)
        common: list[tuple[float, frozenset[int]]] = []
        known_grams = self.grams
        for gram, factor in query.items():
            if gram not in known_grams:
                continue
            weight, numbers, _ = known_grams[gram]
            weight *= factor
            if isinstance(numbers, frozenset):
                common.append((weight, numbers))
                continue
            for number in numbers:
                shared[number] += weight
        touched = set(shared)
        for weight, numbers in common:
            # Alone they call up what is not meant, but better that than nothing.
            for number in numbers & touched if touched else numbers:
                shared[number] += weight
        shared.pop(without, None)
        return shared

    def values(self, shared: Mapping[int, float]) -> dict[int, float]:
        """Owner → the product of both coverages of its best phrase, for all with a share."""
        owner_of, masses = self.owners, self.masses
        values: dict[int, float] = {}
        most = values.get
        for number, sum_ in shared.items():
            owner, value = owner_of[number], sum_ * (sum_ / masses[number])
            if value > most(owner, 0.0):
                values[owner] = value
        return values

    def best(self, shared: Mapping[int, float], owners: Iterable[int]) -> dict[int, Hit]:
        """The phrase of each of these owners that is best by that product."""
        owner_of, masses = self.owners, self.masses
        best = dict.fromkeys(owners, NO_HIT)
        for number, sum_ in shared.items():
            owner = owner_of[number]
            if owner in best:
                part = sum_ / masses[number]
                value = sum_ * part
                if value > best[owner][2]:
                    best[owner] = sum_, part, value
        return best

    def unions(
        self, query: Mapping[str, float], owners: frozenset[int] | None = None
    ) -> dict[int, float]:
        """The weight that all phrases of an owner together share with the query; of all owners, or
        of these."""
        union: defaultdict[int, float] = defaultdict(float)
        known_grams = self.grams
        for gram, factor in query.items():
            if gram in known_grams:
                weight, _, holders = known_grams[gram]
                weight *= factor
                for owner in holders if owners is None else owners.intersection(holders):
                    union[owner] += weight
        return union


def _known(
    sets: Sequence[Collection[str]], owner_of: Sequence[int], common: str
) -> dict[str, Known]:
    """What there is to know of each gram of the phrases."""
    dull = grams(common)
    joints = _JOINTS if common else frozenset()
    postings: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(sets):
        for gram in found:
            postings[gram].append(number)
    total = len(set(owner_of)) or 1
    most = max(_FEW, min(_MANY, len(sets) * _EVERYWHERE))
    many = max(_IN_MANY, len(sets) * _PART)
    known: dict[str, Known] = {}
    for gram, numbers in postings.items():
        if len(gram) == 1 and len(numbers) > most:
            known[gram] = _UNHEARD
            continue
        owners = tuple(sorted({owner_of[number] for number in numbers}))
        weight = _weight(len(gram), len(owners), total) * _damp(gram, dull, joints)
        is_many = len(numbers) > many
        holders = (frozenset(numbers), frozenset(owners)) if is_many else (tuple(numbers), owners)
        known[gram] = Known(weight, *holders)
    return known


def _weight(length: int, holders: int, total: int) -> float:
    rarity = math.log(1 + (total - holders + 0.5) / (holders + 0.5)) + 0.05
    return rarity * (_SINGLE if length == 1 else 1.0)


def _damp(gram: str, dull: Collection[str], joints: frozenset[str]) -> float:
    """Everyday office words, and pairs that only join two words, say little."""
    return _COMMON if gram in dull or (len(gram) == 2 and joints & set(gram)) else 1.0
