"""Which of the free slots are nearest to what was wanted."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

from bot.domain.calendar import CHINA, local
from bot.domain.slots import Slot


def nearest(free_slots: Iterable[Slot], wanted: datetime, count: int = 3) -> tuple[Slot, ...]:
    """The `count` slots nearest to `wanted`, in the order of time (mission 3.8).

    First the same day on both sides, then the following days at about the same hour, at last the
    days before. `free_slots` must be in order and is read no further than needed.
    """
    wanted = wanted.astimezone(CHINA)
    chosen: list[Slot] = []
    before: list[Slot] = []
    for day, slots in groupby(free_slots, key=lambda slot: slot.start.date()):
        if day < wanted.date():
            before.extend(slots)
            continue
        chosen += sorted(slots, key=partial(_distance, local(day, wanted.time())))
        if len(chosen) >= count:
            break
    chosen += reversed(before)
    return tuple(sorted(chosen[:count], key=lambda slot: slot.start))


def _distance(wanted: datetime, slot: Slot) -> tuple[timedelta, bool]:
    """How far the slot is from `wanted` on its day; of two equally far the later comes first."""
    return abs(slot.start - wanted), slot.start < wanted
