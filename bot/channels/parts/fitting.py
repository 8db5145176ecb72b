"""Several texts in one message: how many go in whole; a long one is cut."""

from collections.abc import Callable

JOINT = "\n\n"
_ELLIPSIS = "…"


def fits(texts: tuple[str, ...], most: int, length: Callable[[str], int] = len) -> int:
    """How many of the leading `texts`, set apart by JOINT, go whole into one message of `most`
    units of `length`; at least 1: a long one is cut."""
    room = most + len(JOINT)
    for count, text in enumerate(texts):
        room -= length(text) + len(JOINT)
        if room < 0:
            return max(count, 1)
    return len(texts)


def bytes_of(text: str) -> int:
    """Its length in UTF-8."""
    return len(text.encode(errors="replace"))


def cut_bytes(text: str, limit: int) -> str:
    """`text` in at most `limit` bytes of UTF-8: cut at a line end, else in the line, with a …."""
    whole = text.strip()
    encoded = whole.encode(errors="replace")
    if len(encoded) <= limit:
        return whole
    kept = encoded[: limit - len(_ELLIPSIS.encode())].decode(errors="ignore")
    lines = kept.rpartition("\n")[0].rstrip()
    # one very long line after a short one is worth more cut than left out
    return (f"{lines}\n" if 2 * len(lines) > len(kept) else kept.rstrip()) + _ELLIPSIS
