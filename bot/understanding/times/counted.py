"""What is counted from a day or a span: 节后第一个工作日, 下个月第二个周三, 冬至前一天."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace

from bot.understanding.times.atoms import Atom, Kind, Roll, Side
from bot.understanding.times.days import month_start
from bot.understanding.times.numerals import NUMBER, number
from bot.understanding.times.weeks import WEEK, WEEKDAYS

_FARTHEST = 70  # days that are looked through
Worked = Callable[[date], bool]


class Unit(Enum):
    """What is counted."""

    WORKDAY = auto()
    WEEKDAY = auto()
    WEEKEND = auto()
    WEEK = auto()
    DAY = auto()
    SHIFT = auto()  # so many days before or behind


class Count(Struct, frozen=True):
    """The `number`-th `unit` from the start; -1 = the last one, 0 = the nearest to what it is
    counted from (国庆前一个工作日). SHIFT: that many days."""

    number: int
    unit: Unit
    weekday: int = 0


_WORKDAY = "工作日|上班日|上班的?天"
PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "ordinal",
        r"(?:(?:上班|开工|开门|办公|的|那个月|过后|后|里|内|当中)){0,3} ?"
        rf"(?:第(?P<or_n>{NUMBER})个?|(?P<or_first>头一?个|头一|首个|最前面?一?个)|"
        r"(?P<or_last>最后的?一?个?|倒数第一个?)|(?P<or_one>一个(?=工作日(?![之以过后内]))))(?:的|完整)?"
        rf"(?:(?P<or_work>{_WORKDAY})|(?P<or_end>周末|双休)|"
        rf"{WEEK}(?P<or_day>[一二三四五六日天1-7])|"
        rf"(?P<or_week>{WEEK})(?!岁)|(?P<or_any>天))",
    ),
    (
        "shift",
        r"(?:的)?(?:(?P<sh_b>[前头])(?P<sh_bn>一|两|二|三|1|2|3)天|"
        r"(?<!最)后(?P<sh_an>一|两|二|三|1|2|3)天|(?P<sh_next>次日|隔天|翌日))",
    ),
    (
        "workdays",
        rf"(?P<wo_n>{NUMBER}) ?个?工作日(?P<wo_side>之后|以后|过后|后|之内|以内|内)|"
        r"(?P<wo_next>下一?个|最近的?一?个?|次一个)工作日",
    ),
)


def _unit(found: re.Match[str]) -> tuple[Unit, int]:
    if found["or_work"]:
        return Unit.WORKDAY, 0
    if found["or_end"]:
        return Unit.WEEKEND, 0
    if found["or_day"]:
        return Unit.WEEKDAY, WEEKDAYS[found["or_day"]]
    return (Unit.WEEK if found["or_week"] else Unit.DAY), 0


def _ordinal(found: re.Match[str], today: date, worked: Worked) -> Atom | None:
    unit, weekday = _unit(found)
    many = -1 if found["or_last"] else number(found["or_n"]) if found["or_n"] else 1
    if not many:
        return None
    many = 0 if found["or_one"] else many
    count = Count(many, unit, weekday)
    atom = Atom(Kind.DATE, *found.span(), count=count, weak=True)
    if many <= 0 or unit in (Unit.DAY, Unit.WEEK, Unit.WEEKEND):
        return atom
    tomorrow = today + timedelta(days=1)
    day = _nth(count, tomorrow, worked)
    if day is None:
        return None
    return replace(atom, first=day, after=day + timedelta(days=1), weak=False)


def _shift(found: re.Match[str], today: date, worked: Worked) -> Atom | None:
    said = found["sh_bn"] or found["sh_an"]
    days = number(said) if said else 1
    count = Count(-(days or 0) if found["sh_b"] else days or 0, Unit.SHIFT)
    return Atom(Kind.DATE, *found.span(), count=count, weak=True)


def _workdays(found: re.Match[str], today: date, worked: Worked) -> Atom | None:
    many = number(found["wo_n"]) if found["wo_n"] else 1
    day = many and _nth(Count(many, Unit.WORKDAY), today + timedelta(days=1), worked)
    if not day:
        return None
    is_within = (found["wo_side"] or "").endswith("内")
    return Atom(Kind.DATE, *found.span(), today if is_within else day, day + timedelta(days=1))


READERS: dict[str, Callable[[re.Match[str], date, Worked], Atom | None]] = {
    "ordinal": _ordinal,
    "shift": _shift,
    "workdays": _workdays,
}


def _fits(count: Count, day: date, worked: Worked) -> bool:
    if count.unit is Unit.WORKDAY:
        return worked(day)
    if count.unit is Unit.WEEKEND:
        return day.weekday() == 5
    return count.unit is not Unit.WEEKDAY or day.weekday() == count.weekday


def _nth(count: Count, start: date, worked: Worked) -> date | None:
    left = abs(count.number)
    for ahead in range(_FARTHEST):
        day = start + timedelta(days=ahead if count.number > 0 else -ahead)
        left -= _fits(count, day, worked)
        if left <= 0:
            return day
    return None


def counted_from(base: Atom, count: Count, today: date, worked: Worked) -> Atom | None:
    """The date that `count` makes of the `base` before it; None when there is none."""
    if base.first is None or base.after is None:
        return None
    if not count.number:
        count = replace(count, number=-1 if base.side is Side.BEFORE else 1)
    if count.number < 0 and count.unit is not Unit.SHIFT and not _has_end(base):
        return None
    if count.unit is Unit.SHIFT:
        day: date | None = _shifted(base.first, base.after, count.number)
    else:
        day = _nth(_on_workdays(base, count), _start(base, count), worked)
    if day is None or (not base.side and _misses(base, count, day)):
        return None
    if base.roll is Roll.MONTH and day < today and _length(base) > 1:
        following = month_start(base.first, 1)
        moved = replace(base, first=following, after=month_start(following, 1), roll=Roll.NONE)
        return counted_from(moved, count, today, worked)
    first, after = _span(count, day)
    return replace(base, first=first, after=after, side=None, roll=Roll.NONE, weak=False)


def _has_end(base: Atom) -> bool:
    """Whether something can be the last of it: 节前 and a month, but no single day and no 节后."""
    return base.side is Side.BEFORE or (base.side is None and _length(base) > 1)


def _length(base: Atom) -> int:
    return (base.after - base.first).days if base.first and base.after else 0


def _shifted(first: date, after: date, days: int) -> date:
    return first + timedelta(days=days) if days < 0 else after + timedelta(days=days - 1)


def _on_workdays(base: Atom, count: Count) -> Count:
    """节后第一天 is the first day on which people work again; weeks are counted from its week."""
    if count.unit is Unit.WEEK:
        count = Count(-1 if count.number < 0 else 1, Unit.DAY)
    is_after = base.side is Side.AFTER and count.unit is Unit.DAY
    return replace(count, unit=Unit.WORKDAY) if is_after else count


def _start(base: Atom, count: Count) -> date:
    """Where counting begins; after a single day, the day behind it."""
    first, after = base.first or date.min, base.after or date.min
    if base.side:
        return first if count.number > 0 else first - timedelta(days=1)
    if count.number < 0:
        return after - timedelta(days=1)
    is_behind = count.unit in (Unit.WORKDAY, Unit.WEEKDAY, Unit.WEEKEND)
    return after if is_behind and (after - first).days == 1 else first


def _misses(base: Atom, count: Count, day: date) -> bool:
    """Whether `day` lies outside the span it should be in."""
    first, after = base.first or date.min, base.after or date.min
    return count.unit is not Unit.SHIFT and (after - first).days > 8 and not first <= day < after


def _span(count: Count, day: date) -> tuple[date, date]:
    if count.unit is Unit.WEEKEND:
        return day, day + timedelta(days=2)
    if count.unit is Unit.WEEK:
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=max(count.number, 1) - 1)
        return monday, monday + timedelta(weeks=1)
    return day, day + timedelta(days=1)
