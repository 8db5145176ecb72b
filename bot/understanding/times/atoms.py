"""Atoms: the smallest pieces of a time that was said."""

from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from bot.understanding.times.counted import Count


class Kind(Enum):
    """What an atom says."""

    DATE = auto()  # a day or several days
    PART = auto()  # a daypart
    CLOCK = auto()  # a clock time or two
    POINT = auto()  # a whole time by itself ("两个小时后")
    PAST = auto()  # said, but behind us: never a time to come at


class Roll(Enum):
    """How a date that is already past moves on to its next occurrence."""

    NONE = auto()
    WEEK = auto()
    MONTH = auto()
    YEAR = auto()


class Side(Enum):
    """Open on one side: "…之前", "…以后"."""

    BEFORE = auto()
    AFTER = auto()


class Atom(Struct, frozen=True):
    """One piece. DATE: `first`..`after` (exclusive days). PART and CLOCK: minutes of the day
    `low`..`high` (None = a point). POINT: `moment`. `bare` = an hour that may be either half."""

    kind: Kind
    start: int
    stop: int
    first: date | None = None
    after: date | None = None
    roll: Roll = Roll.NONE
    low: int = 0
    high: int | None = None
    bare: bool = False
    minutes_said: bool = False
    moment: datetime | None = None
    side: Side | None = None
    weak: bool = False  # only a time beside another ("一点" alone means a little)
    count: "Count | None" = None  # what is counted from the atom before it
    others: tuple[date, ...] = ()  # more single days said in the same word: 今明两天
    is_makeup: bool = False  # 补班那天: says nothing new behind a date
    is_end: bool = False  # 月底, 年底: "before" it means before it is over


def at_minute(day: date, minute: int, now: datetime) -> datetime:
    """`day` at `minute` of the day, in the zone of `now`; 24:00 and later run into the next day."""
    midnight = datetime.combine(day, time(0), tzinfo=now.tzinfo)
    return midnight + timedelta(minutes=minute)
