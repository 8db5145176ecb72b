"""Matters that residents speak of everywhere, the wording they use for each, and what evidence
weighs: learned by `make train` from the corpus, lent to the services of a centre that are alike."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import orjson
from msgspec import Struct

from bot.understanding.canonical import grams
from bot.understanding.model import WEIGHTS
from bot.understanding.ranking import PhraseIndex

FILE = WEIGHTS / "matters.json"
_ALIKE = 0.72  # of the words of two names that must be the same

Lent = Mapping[str, tuple[tuple[int, float], ...]]  # gram → (owner, weight)


class Matter(Struct, frozen=True):
    """What people call it (a service's name and aliases of the training centre), and the grams of
    their wording with how much each speaks for it."""

    names: tuple[str, ...]
    wording: Mapping[str, float]


class Learned(Struct, frozen=True):
    """`weights`: what each kind of evidence counts (evidence.py, likening.py)."""

    matters: tuple[Matter, ...] = ()
    service_weights: tuple[float, ...] = ()
    answer_weights: tuple[float, ...] = ()


def learned() -> Learned:
    """What `make train` wrote; read when an index is built, then forgotten: it is large."""
    stored = orjson.loads(FILE.read_bytes())
    return Learned(
        tuple(Matter(tuple(each["names"]), each["wording"]) for each in stored["matters"]),
        tuple(stored["services"].values()),
        tuple(stored["answers"].values()),
    )


def lend(
    matters: Sequence[Matter], owned: Sequence[Collection[str]], canonical: Callable[[str], str]
) -> Lent:
    """The wording of the matters that are like something of the centre; `owned` = for each owner
    its names, `canonical` = a name in the centre's canonical words."""
    calls = [(n, canonical(name)) for n, each in enumerate(matters) for name in each.names]
    index = PhraseIndex.build(calls)
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for owner, names in enumerate(owned):
        for number, likeness in _alike(map(canonical, names), index).items():
            for gram, weight in matters[number].wording.items():
                found[gram].append((owner, weight * likeness * likeness))
    return {gram: tuple(each) for gram, each in found.items()}


def _alike(names: Iterable[str], index: PhraseIndex) -> dict[int, float]:
    """Matters that are called nearly the same, and how nearly (0..1); the one that is most alike
    takes all, others only when no less so."""
    best: dict[int, float] = {}
    for name in names:
        said = dict.fromkeys(grams(name), 1.0)
        mass = index.mass(said) or 1.0
        masses = index.masses
        shared = {n: sum_ for n, sum_ in index.shared(said).items() if sum_ >= _ALIKE * masses[n]}
        hits = index.best(shared, map(index.owners.__getitem__, shared))
        for number, (sum_, part, _) in hits.items():
            likeness = min(part, sum_ / mass)
            if likeness >= _ALIKE and likeness > best.get(number, 0.0):
                best[number] = likeness
    most = max(best.values(), default=0.0)
    return {number: likeness for number, likeness in best.items() if likeness == most}
