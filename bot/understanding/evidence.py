"""What speaks for a service, or for nothing of ours: numbers that are weighed into shares."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import mul, neg
from typing import NamedTuple

from bot.understanding.canonical import Said
from bot.understanding.matters import Lent
from bot.understanding.ranking import Numbers, PhraseIndex

KINDS = (
    *("one", "part", "spoken", "wholly", "union", "own", "learned", "named", "is_named", "able"),
    *("explained", "rarest", "strange", "is_lent", "thing", "no_thing"),
)
_LEARNED_AT, _NO_THING_AT = KINDS.index("learned"), KINDS.index("no_thing")
_MOSTLY, _PLENTY = 0.6, 1.3
_MOST = 12  # owners that are looked at closely
_LEARNED = 5.0  # what learned wording weighs at first sight, beside the weights of grams
_NO_THING = 0.3  # of the rarest gram's weight: less names no thing


class Evidence(NamedTuple):
    """Of one owner: weight shared with its best phrase and the part of the phrase that is; weight
    shared with all its phrases; weight of the longest phrase said letter by letter."""

    shared: float
    part: float
    union: float
    named: float
    numbers: tuple[float, ...]

    @property
    def is_vague(self) -> bool:
        """Was hardly more said than what is to be done, and for whom?"""
        learned, no_thing = self.numbers[_LEARNED_AT], self.numbers[_NO_THING_AT]
        return bool(no_thing) and self.part < _MOSTLY and learned < _PLENTY


class Listening(NamedTuple):
    """What evidence is taken from. `masses`: owner → what all its grams weigh; `borrowers`: owners
    that were lent wording; `deeds`: grams of what is to be done, with whatever thing."""

    words: PhraseIndex
    masses: Mapping[int, float]
    lent: Lent
    borrowers: frozenset[int]
    deeds: frozenset[str]


# A gram of a query: its weight, who has it, and whether it is more than a deed.
Speaking = tuple[float, Numbers, bool]


class Heard(NamedTuple):
    """What was found beside the words: owner → weight of the phrase that was said letter by letter;
    those that do what is to be done, None when nothing is."""

    named: Mapping[int, float]
    doers: frozenset[int] | None


def gather(said: Said, heard: Heard, ears: Listening) -> dict[int, Evidence]:
    """The evidence for every owner for which anything speaks."""
    query = said.either
    speaking = _speaking(query, ears)
    unions: defaultdict[int, float] = defaultdict(float)
    for weight, owners, _ in speaking:
        for owner in owners:
            unions[owner] += weight
    learned = _lent(query, ears.lent)
    nearest = _nearest(unions, learned, heard.named)
    hits = ears.words.best(ears.words.shared(query), nearest)
    things, rarest = _particulars(speaking, nearest)
    rare, strange = ears.words.unknown or 1.0, float(min(said.strange, 2))
    known_mass = sum([weight for weight, _, _ in speaking]) or 1.0
    found: dict[int, Evidence] = {}
    for owner in nearest:
        shared, part, _ = hits[owner]
        union, named = unions.get(owner, 0.0), heard.named.get(owner, 0.0)
        is_able = 0 if heard.doers is None else 1 if owner in heard.doers else -1
        thing = things[owner] / rare
        numbers = (
            1.0,
            part,
            shared * part / rare,
            shared * part * part / rare,
            union / rare,
            union / math.sqrt(rare * (ears.masses.get(owner) or 1.0)),
            math.sqrt(learned.get(owner, 0.0)),
            named / rare,
            1.0 if named else 0.0,
            float(is_able),
            union / known_mass,
            rarest[owner] / rare,
            strange,
            float(owner in ears.borrowers),
            thing,
            float(thing < _NO_THING),
        )
        found[owner] = Evidence(shared, part, union, named, numbers)
    return found


def shares(found: Mapping[int, Evidence], weights: Sequence[float]) -> dict[int, float]:
    """How likely each owner is the one that was meant; what is missing to one is that none was."""
    raised = {
        owner: math.exp(min(30.0, sum(map(mul, weights, each.numbers))))
        for owner, each in found.items()
    }
    total = 1.0 + sum(raised.values())
    return {owner: value / total for owner, value in raised.items()}


def _speaking(query: Mapping[str, float], ears: Listening) -> list[Speaking]:
    """The grams of a query that somebody has."""
    known_grams, deeds = ears.words.grams, ears.deeds
    known = (
        (gram, factor, known_grams[gram]) for gram, factor in query.items() if gram in known_grams
    )
    return [(each.weight * factor, each.owners, gram not in deeds) for gram, factor, each in known]


def _nearest(
    unions: Mapping[int, float], learned: Mapping[int, float], named: Mapping[int, float]
) -> list[int]:
    """The owners for which most speaks at first sight."""
    weights = dict(unions)
    for owner, weight in learned.items():
        weights[owner] = weights.get(owner, 0.0) + _LEARNED * weight
    for owner in named:
        weights[owner] = weights.get(owner, 0.0) + named[owner]
    if len(weights) <= _MOST:
        return list(weights)
    ranked = sorted(zip(map(neg, weights.values()), weights, strict=True))
    return [owner for _, owner in ranked[:_MOST]]


def _particulars(
    speaking: Sequence[Speaking], owners: Sequence[int]
) -> tuple[dict[int, float], dict[int, float]]:
    """By owner: the weight of the shared grams that are no deed, and the weightiest gram of all."""
    things, rarest = dict.fromkeys(owners, 0.0), dict.fromkeys(owners, 0.0)
    for weight, holders, is_thing in speaking:
        for owner in holders:
            if owner in rarest:
                if is_thing:
                    things[owner] += weight
                if weight > rarest[owner]:
                    rarest[owner] = weight
    return things, rarest


def _lent(query: Mapping[str, float], lent: Lent) -> dict[int, float]:
    learned: defaultdict[int, float] = defaultdict(float)
    for each in [lent[gram] for gram in query if gram in lent]:
        for owner, weight in each:
            learned[owner] += weight
    return learned
