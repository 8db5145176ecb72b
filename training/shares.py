"""Fitting weights so that what was right gets the largest share of one."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.optimize import minimize

_PENALTY = 2.0  # on the squares of the weights


class Row(Struct, frozen=True):
    """A reading: one line of numbers for each that may be meant, the first all zero for *nothing of
    ours*; 1 for those that are right, else 0; how much the row counts."""

    numbers: NDArray[np.float64]
    right: NDArray[np.float64]
    weight: float = 1.0

    def is_right(self, weights: Sequence[float]) -> bool:
        """Is the likeliest one of those that are right?"""
        return bool(self.right[int(np.argmax(self.numbers @ np.array(weights)))])


def fit(rows: Sequence[Row]) -> list[float]:
    """The weights under which what was right is likeliest (a softmax over those of a row)."""
    numbers = np.concatenate([row.numbers for row in rows])
    right = np.concatenate([row.right for row in rows])
    sizes = [len(row.right) for row in rows]
    counted = np.array([row.weight for row in rows])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = numbers @ weights
        raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        share = raised / np.repeat(np.add.reduceat(raised, starts), sizes)
        hit = np.add.reduceat(share * right, starts) + 1e-9
        pull = (share * right / np.repeat(hit, sizes) - share) * np.repeat(counted, sizes)
        value = -(np.log(hit) * counted).sum() + _PENALTY * float(weights @ weights)
        return float(value), 2 * _PENALTY * weights - numbers.T @ pull

    found = minimize(loss, np.zeros(numbers.shape[1]), jac=True, method="L-BFGS-B")
    return [round(float(weight), 3) for weight in found.x]
