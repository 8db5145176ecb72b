"""Opening hours as intervals of a day; what closures cut out of them and extra openings add."""

from collections.abc import Iterable, Iterator
from datetime import date, time
from enum import StrEnum

from msgspec import Struct


class ShiftKind(StrEnum):
    """Which part of the opening hours a duty roster staffs; extended hours are the first three."""

    EARLY = "early"
    NOON = "noon"
    LATE = "late"
    HOLIDAY = "holiday"


class Interval(Struct, frozen=True):
    """One opening interval of a day, local, `end` exclusive; `shift` is None in normal hours."""

    start: time
    end: time
    shift: ShiftKind | None = None


class Closure(Struct, frozen=True):
    """A one-off closing of `day` between `start` and `end`, local time."""

    day: date
    start: time
    end: time
    reason: str


class ExtraHours(Struct, frozen=True):
    """Extra opening hours of `day`, local time; `shift` None = every counter is staffed."""

    day: date
    start: time
    end: time
    shift: ShiftKind | None = None
    reason: str = ""


def added(opening: ExtraHours, known: tuple[Interval, ...]) -> Iterable[Interval]:
    """The part of an extra opening that is not open anyway."""
    pieces: Iterable[Interval] = (Interval(opening.start, opening.end, opening.shift),)
    for one in known:
        pieces = tuple(piece for whole in pieces for piece in without(whole, one))
    return pieces


def without(interval: Interval, cut: Closure | Interval) -> Iterator[Interval]:
    """What is left of `interval` before and after `cut`."""
    before = Interval(interval.start, min(interval.end, cut.start), interval.shift)
    after = Interval(max(interval.start, cut.end), interval.end, interval.shift)
    return (piece for piece in (before, after) if piece.start < piece.end)


def with_closing_time(intervals: tuple[Interval, ...]) -> list[tuple[Interval, Interval]]:
    """Each interval with the last one that follows it without a break."""
    pairs: list[tuple[Interval, Interval]] = []
    for interval in reversed(intervals):
        goes_on = pairs and pairs[-1][0].start == interval.end
        pairs.append((interval, pairs[-1][1] if goes_on else interval))
    return pairs[::-1]
