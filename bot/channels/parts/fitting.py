"""Several texts in one message: how many go in whole."""

from collections.abc import Callable

JOINT = "\n\n"


def fits(texts: tuple[str, ...], most: int, length: Callable[[str], int] = len) -> int:
    """How many of the leading `texts`, set apart by JOINT, go whole into one message of `most`
    units of `length`; at least 1: a long one is cut."""
    room = most + len(JOINT)
    for count, text in enumerate(texts):
        room -= length(text) + len(JOINT)
        if room < 0:
            return max(count, 1)
    return len(texts)
