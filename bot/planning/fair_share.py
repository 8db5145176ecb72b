"""What a fair share of the month's duty is: the least loaded catch up first."""

from collections.abc import Iterable, Mapping
from statistics import median_low

from msgspec import Struct

CATCH_UP = 2


class Sharer(Struct, frozen=True):
    """Somebody's duty of the year `before` the month, and the `most` that the month could add."""

    before: int
    most: int


def caught_up(before: Mapping[str, int]) -> dict[str, int]:
    """The shares from which the month starts: whoever is far behind need not catch up at once.

    Somebody who is new or was away for long has at most CATCH_UP more to do than the others.
    """
    middle = median_low(before.values()) if before else 0
    return {name: max(count, middle - CATCH_UP) for name, count in before.items()}


def fair_level(sharers: Iterable[Sharer], places: int) -> int:
    """Up to which number of duties of the year everybody can be raised with `places`.

    In a fair month everybody ends with this number or one more; who had more before gets none,
    and who cannot take that many gets as many as possible.
    """
    everybody = tuple(sharers)
    level = min((each.before for each in everybody), default=0)
    highest = max((each.before + each.most for each in everybody), default=0)
    while level < highest and sum(_needed(each, level + 1) for each in everybody) <= places:
        level += 1
    return level


def _needed(sharer: Sharer, level: int) -> int:
    return min(max(level - sharer.before, 0), sharer.most)
