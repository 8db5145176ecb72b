"""A linear model as it was trained: rows of small whole numbers, added up for what is there."""

import math
from base64 import b64decode
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from struct import unpack
from typing import Self

import orjson
from msgspec import Struct

WEIGHTS = Path(__file__).parent / "weights"
MIDDLE = 128  # a stored byte that says nothing for a label nor against it
_LANE = 16  # bits for each label in a packed row: many rows are added in one step …
_TOGETHER = 257  # … so many of bytes before a lane could run over
_HUNDREDTH = 10.0  # of a hundred features each counts wholly

Rows = Iterator[tuple[str, bytes]]


class Linear(Struct, frozen=True):
    """`rows`: feature → a lane a label, MIDDLE + its weight in steps of `step` logits; packed into
    one whole number each, which Python adds twenty times as fast as their parts. `is_even`: what is
    added up is multiplied by the loudness of the message."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    step: float
    rows: dict[str, int]
    is_even: bool = False

    @classmethod
    def of(
        cls,
        labels: Sequence[str],
        bias: Sequence[float],
        step: float,
        rows: Rows,
        *,
        is_even: bool = False,
    ) -> Self:
        """A model of rows of bytes, one for each label."""
        packed = {feature: _pack(row) for feature, row in rows}
        return cls(tuple(labels), tuple(bias), step, packed, is_even)

    def logits(self, features: Collection[str]) -> list[float]:
        """For each label how much the features speak for it."""
        rows = [row for row in map(self.rows.get, features) if row is not None]
        sums = [0] * len(self.labels)
        for first in range(0, len(rows), _TOGETHER):
            lanes = self._unpack(sum(rows[first : first + _TOGETHER]))
            sums = list(map(int.__add__, sums, lanes))
        none = MIDDLE * len(rows)
        step = self.step * (loudness(len(features)) if self.is_even else 1)
        return [start + step * (total - none) for start, total in zip(self.bias, sums, strict=True)]

    def _unpack(self, row: int) -> tuple[int, ...]:
        labels = len(self.labels)
        return unpack(f"<{labels}H", row.to_bytes(labels * _LANE // 8, "little"))

    def shares(self, features: Collection[str]) -> dict[str, float]:
        """Label → how likely it is; together one."""
        logits = self.logits(features)
        highest = max(logits)
        raised = [math.exp(logit - highest) for logit in logits]
        total = sum(raised)
        return {label: part / total for label, part in zip(self.labels, raised, strict=True)}

    def speaks(self, features: Iterable[str], label: str) -> list[tuple[float, str]]:
        """(logits, feature) of what speaks for a label, the strongest first."""
        place = self.labels.index(label)
        known = ((self._unpack(self.rows[each]), each) for each in features if each in self.rows)
        said = ((row[place] - MIDDLE, each) for row, each in known)
        return [(self.step * weight, each) for weight, each in sorted(said, reverse=True)]


def loudness(many: int) -> float:
    """What each of so many features counts: a long message is not surer than a short one."""
    return _HUNDREDTH / math.sqrt(many or 1)


@cache
def trained(name: str) -> Linear:
    """The model of that name as `make train` wrote it; read once."""
    stored = orjson.loads((WEIGHTS / f"{name}.json").read_bytes())
    rows = _rows(stored["features"], b64decode(stored["rows"]), len(stored["labels"]))
    return Linear.of(stored["labels"], stored["bias"], stored["step"], rows, is_even=True)


def _rows(features: Sequence[str], table: bytes, width: int) -> Rows:
    return ((each, table[n * width : (n + 1) * width]) for n, each in enumerate(features))


def _pack(row: bytes) -> int:
    lanes = bytearray(2 * len(row))
    lanes[::2] = row
    return int.from_bytes(lanes, "little")
