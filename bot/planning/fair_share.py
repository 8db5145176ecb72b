"""What a fair share of the month's duty is: the least loaded catch up first."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sharer:
    """Somebody's duty of the year `before` the month, and the `most` that the month could add."""

    before: int
    most: int


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
