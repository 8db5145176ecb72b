"""Fitted weights as the small JSON that the service reads."""

from base64 import b64encode
from pathlib import Path

import numpy as np
import orjson

from bot.understanding.model import MIDDLE
from training.learning import Fitted

_DIGITS = 4


def write(path: Path, fitted: Fitted, heat: float, most: int) -> int:
    """Write one model with its `most` strongest features; the same bytes for the same weights.

    Returns the size in bytes.
    """
    weights = (fitted.weights - fitted.weights.mean(axis=1, keepdims=True)) / heat
    strongest = np.abs(weights).max(axis=1)
    step = round(float(strongest.max()) / (MIDDLE - 1), 6)
    whole = np.clip(np.rint(weights / step), 1 - MIDDLE, MIDDLE - 1).astype(int)
    order = sorted(range(len(strongest)), key=lambda n: (-strongest[n], fitted.features[n]))
    kept = sorted(n for n in order[:most] if whole[n].any())
    table = b"".join(bytes((whole[n] + MIDDLE).tolist()) for n in kept)
    bias = [round(float(value), _DIGITS) for value in fitted.bias / heat]
    stored = {
        "labels": fitted.labels,
        "bias": bias,
        "step": step,
        "features": [fitted.features[n] for n in kept],
        "rows": b64encode(table).decode(),
    }
    return path.write_bytes(orjson.dumps(stored) + b"\n")
