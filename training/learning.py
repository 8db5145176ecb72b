"""A multinomial logistic regression over features: fitted, and tried on other pages."""

from collections import Counter
from collections.abc import Sequence, Set

import numpy as np
from msgspec import Struct
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bot.understanding.model import loudness

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

SELDOM = 2  # features of fewer sentences teach nothing
FOLDS = 5
_ALSO = 0.3  # what a label that is defensible too counts beside the best
_STRENGTHS = (0.6, 1.0, 1.6)
_HEATS = tuple(round(0.6 + 0.05 * n, 2) for n in range(29))
_ROUNDS, _CLOSE = 200, 1e-3


class Example(Struct, frozen=True):
    """The features of a sentence; its labels, the best first; where it stands."""

    features: Set[str]
    labels: tuple[str, ...]
    page: str


class Fitted(Struct, frozen=True):
    """`weights`: a row a feature, a column a label, in logits."""

    labels: tuple[str, ...]
    features: tuple[str, ...]
    weights: Numbers
    bias: Numbers

    def logits(self, examples: Sequence[Example]) -> Numbers:
        """A row an example, a column a label."""
        return np.asarray(_matrix(examples, self.features) @ self.weights + self.bias)


class Trial(Struct, frozen=True):
    """How well it goes with the sentences of pages that were not learned from. `heat`: what the
    logits are to be divided by so that the shares are as sure as they are right."""

    strength: float
    heat: float
    strict: float
    lenient: float
    surprise: float

    def __str__(self) -> str:
        return (
            f"strength {self.strength:g}: strict {self.strict:.3f}, lenient {self.lenient:.3f},"
            f" log loss {self.surprise:.3f} at heat {self.heat:g}"
        )


def fit(examples: Sequence[Example], strength: float) -> Fitted:
    """The same weights for the same examples. `strength`: how far it may follow them (C)."""
    counted = Counter(feature for each in examples for feature in each.features)
    known = tuple(sorted(feature for feature, n in counted.items() if n >= SELDOM))
    rows = [
        (each, label, 1.0 if place == 0 else _ALSO)
        for each in examples
        for place, label in enumerate(each.labels)
    ]
    told = LogisticRegression(C=strength, max_iter=_ROUNDS, tol=_CLOSE)
    told.fit(
        _matrix([each for each, _, _ in rows], known),
        [label for _, label, _ in rows],
        sample_weight=[weight for _, _, weight in rows],
    )
    return Fitted(tuple(map(str, told.classes_)), known, told.coef_.T, told.intercept_)


def best_trial(examples: Sequence[Example]) -> Trial:
    """The strength that surprises least on other pages."""
    return min((_try(examples, strength) for strength in _STRENGTHS), key=lambda t: t.surprise)


def _try(examples: Sequence[Example], strength: float) -> Trial:
    labels = tuple(sorted({label for each in examples for label in each.labels}))
    logits = np.full((len(examples), len(labels)), -20.0)
    groups = [each.page for each in examples]
    for learned, tried in GroupKFold(FOLDS).split(groups, groups=groups):
        fitted = fit([examples[n] for n in learned], strength)
        places = [labels.index(label) for label in fitted.labels]
        logits[np.ix_(tried, places)] = fitted.logits([examples[n] for n in tried])
    best = [labels[place] for place in logits.argmax(axis=1)]
    right = np.array([labels.index(each.labels[0]) for each in examples])
    heat = min(_HEATS, key=lambda heat: _surprise(logits / heat, right))
    return Trial(
        strength,
        heat,
        float(np.mean([said == each.labels[0] for said, each in zip(best, examples, strict=True)])),
        float(np.mean([said in each.labels for said, each in zip(best, examples, strict=True)])),
        _surprise(logits / heat, right),
    )


def _surprise(logits: Numbers, right: Numbers) -> float:
    """The mean log loss."""
    logits = logits - logits.max(axis=1, keepdims=True)
    told = logits[np.arange(len(right)), right]
    return float(np.mean(np.log(np.exp(logits).sum(axis=1)) - told))


def _matrix(examples: Sequence[Example], known: Sequence[str]) -> csr_matrix:
    place = {feature: number for number, feature in enumerate(known)}
    found = [sorted(place[f] for f in each.features if f in place) for each in examples]
    ends = np.cumsum([0, *map(len, found)])
    columns = np.array([number for row in found for number in row], dtype=np.int32)
    loud = [loudness(len(each.features)) for each in examples]
    counts = np.repeat(loud, list(map(len, found)))
    return csr_matrix((counts, columns, ends), shape=(len(found), len(known)))
