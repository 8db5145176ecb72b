"""A linear model as it was trained: rows of small whole numbers, added up for what is there."""

import math
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson

WEIGHTS = Path(__file__).parent / "weights"
MIDDLE = 128  # a stored byte that says nothing for a label nor against it


@dataclass(frozen=True, slots=True)
class Linear:
    """`rows`: feature → one byte a label, MIDDLE + its weight in steps of `step` logits."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    step: float
    rows: dict[str, bytes]

    def logits(self, features: Iterable[str]) -> list[float]:
        """For each label how much the features speak for it."""
        known = self.rows
        rows = [known[feature] for feature in features if feature in known]
        if not rows:
            return list(self.bias)
        none = MIDDLE * len(rows)
        sums = map(sum, zip(*rows, strict=True))
        return [
            start + self.step * (total - none) for start, total in zip(self.bias, sums, strict=True)
        ]

    def shares(self, features: Iterable[str]) -> dict[str, float]:
        """Label → how likely it is; together one."""
        logits = self.logits(features)
        highest = max(logits)
        raised = [math.exp(logit - highest) for logit in logits]
        total = sum(raised)
        return {label: part / total for label, part in zip(self.labels, raised, strict=True)}

    def speaks(self, features: Iterable[str], label: str) -> list[tuple[float, str]]:
        """(logits, feature) of what speaks for a label, the strongest first."""
        place = self.labels.index(label)
        said = ((self.rows[each][place] - MIDDLE, each) for each in features if each in self.rows)
        return [(self.step * weight, each) for weight, each in sorted(said, reverse=True)]


@cache
def trained(name: str) -> Linear:
    """The model of that name as `make train` wrote it; read once."""
    stored = orjson.loads((WEIGHTS / f"{name}.json").read_bytes())
    return Linear(
        tuple(stored["labels"]),
        tuple(stored["bias"]),
        stored["step"],
        {feature: b64decode(row) for feature, row in stored["rows"].items()},
    )
