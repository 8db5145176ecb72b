"""What a message about the roster names: colleagues, days, a kind of shift, a part of it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from bot.domain.calendar import CHINA, DayKind, OpeningCalendar, ShiftKind
from bot.domain.exchanges import CannotExchange
from bot.handlers.commands.base import Order
from bot.understanding.cue import Cue
from bot.understanding.reading import TimeSpan
from bot.understanding.text import plain
from bot.understanding.times import times_said
from bot.usecases.office import Office

MOST_DAYS = 31
INSTANT = timedelta(microseconds=1)
_JUST_PAST = timedelta(days=90)
_A_DATE = Cue(r"[0-9月号周]|星期|礼拜|[今明后昨][天日儿]")
_NUMERIC = Cue(
    r"(?:(?P<y>\d{4})[-/.年])?(?P<m>\d{1,2})(?:[-/.]|月)(?P<d>\d{1,2})(?:日|号)?(?![\d:：点])"
)
_NO_DAY = Cue(
    r"(?<![\d年./-])(?P<m>\d{1,3})"
    r"(?:月(?P<d>\d{1,3})(?!\d)[日号]?|(?P<x>[-/])(?P<e>\d{1,2})(?![\d:：点月./-]))"
)
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HOURS = 24
_PART = Cue(
    r"(?P<h1>\d{1,2})(?:[:：](?P<m1>\d{2})|点(?P<x1>半)?)\s*[-~～到至]\s*(?P<h2>\d{1,2})(?:[:：](?P<m2>\d{2})|点(?P<x2>半)?)"
)
_KINDS = (
    (ShiftKind.EARLY, "早间延时班?|早间班?|早班"),
    (ShiftKind.NOON, "午间延时班?|午间班?|中午班|午班|中班"),
    (ShiftKind.LATE, "傍晚延时班?|傍晚班?|晚间班?|晚班"),
    (ShiftKind.HOLIDAY, "节假日班"),
)
KIND_WORDS = "|".join((*(pattern for _, pattern in _KINDS), "节?假日的?班?|延时班?|早间|午间|傍晚"))
"""A kind of shift, also loosely."""
_PIECES = Cue(r"[\s,，、;；。!！?？]+|换成|换到|换|跟|和|与")
_REACH = Cue(r"\s*(?:到|至|~|～|—)\s*")
_FILLER = Cue(
    r"请(?:半天|一天|个)假|我们?|你|她|他|的|值?班|值|请假|休假|休息|调|想|要|能不能|可不可以|可以|能|行不行|顶|替|代|帮|一?下|个|这|那|"
    r"天|来|去|上不了|来不了|去不了|值不了|上不成|不了|不|了|吧|哈|嘛|吗|哦|呢|啊|因为|由于|原因|是|有|用|拿|找|请|给|让|到|同|也|都|就|把|[\d:：/\-.]"
)
_A_LITTLE = Cue("一下(?=周|星期|礼拜)")
_MIDDAY = 8
"""An hour below it in a part of a shift is one of the afternoon: 1点 is 13:00."""


class RosterWish(Struct, frozen=True):
    """`names` of colleagues in order; `days`: for each time that was said its days, in order;
    `reason`: what else was said; `is_me_first`: whether 我 stood before the first name."""

    names: tuple[str, ...]
    days: tuple[tuple[date, ...], ...]
    kind: ShiftKind | None
    part: tuple[time, time] | None
    reason: str
    is_me_first: bool

    @property
    def all_days(self) -> tuple[date, ...]:
        """Every day that was said, each once."""
        return tuple(dict.fromkeys(day for days in self.days for day in days))


def read_wish(order: Order) -> RosterWish:
    """Read what follows the verb, or the whole sentence. Raises CannotExchange for 2月30号."""
    office, said = order.office, plain(order.rest)
    refuse_no_day(said)
    names, first = [], len(said)
    for name in sorted(office.config.staff, key=lambda n: (-len(n), n)):
        if (at := said.find(name)) >= 0:
            names.append((at, name))
            first = min(first, at)
            said = said.replace(name, "，" + " " * (len(name) - 1))
    is_me_first = "我" in said[:first]
    part, said = _part(said)
    kind, said = _kind(said)
    days, reasons = _days(office, _REACH.sub("到", said))
    return RosterWish(
        names=tuple(name for _, name in sorted(names) if name != order.member.name),
        days=tuple(days),
        kind=kind,
        part=part,
        reason="，".join(reasons),
        is_me_first=is_me_first,
    )


def refuse_no_day(said: str) -> None:
    """Raises CannotExchange when a date is named that no calendar has: 2月30号, 13-5."""
    for found in _NO_DAY.finditer(said):
        month, day = int(found["m"]), int(found["d"] or found["e"])
        is_clock = bool(found["x"]) and month > len(_LONGEST_MONTHS) and month <= day <= _HOURS
        is_month = 1 <= month <= len(_LONGEST_MONTHS)
        if not is_clock and not (is_month and 1 <= day <= _LONGEST_MONTHS[month - 1]):
            raise CannotExchange("no_such_day", day=found[0])


def days_of(span: TimeSpan, said: str, calendar: OpeningCalendar) -> tuple[date, ...]:
    """The days of a time that was said; 国庆 means all days of the holiday."""
    start = span.start or span.end
    if start is None:
        return ()
    last = span.end - INSTANT if span.end and span.end > start else start
    first = start.astimezone(CHINA).date()
    count = min((last.astimezone(CHINA).date() - first).days + 1, MOST_DAYS)
    days = tuple(OpeningCalendar.days(first, count))
    return days if _A_DATE.search(said) else _whole_holiday(calendar, days)


def times_in(office: Office, said: str) -> tuple[TimeSpan, ...]:
    """Every time that was said; 换一下周六的班 is of this Saturday."""
    said = _A_LITTLE.sub("，，", said)
    return times_said(said, office.now.astimezone(CHINA), office.snapshot.knowledge.is_worked)


def _whole_holiday(calendar: OpeningCalendar, days: tuple[date, ...]) -> tuple[date, ...]:
    name = calendar.holiday_name(days[0])
    if name is None or calendar.kind(days[0]) is not DayKind.HOLIDAY:
        return days
    around = OpeningCalendar.days(days[0] - timedelta(days=10), 20)
    return tuple(day for day in around if calendar.holiday_name(day) == name)


def _part(said: str) -> tuple[tuple[time, time] | None, str]:
    found = _PART.search(said)
    if found is None:
        return None, said
    try:
        since, until = (_clock(found, side) for side in "12")
    except ValueError:
        return None, said
    return (since, until) if since < until else None, said.replace(found[0], " ")


def _clock(found: re.Match[str], side: str) -> time:
    hour = int(found[f"h{side}"])
    minute = int(found[f"m{side}"] or (30 if found[f"x{side}"] else 0))
    return time(hour + 12 if hour < _MIDDAY else hour, minute)


def _kind(said: str) -> tuple[ShiftKind | None, str]:
    for kind, pattern in _KINDS:
        if found := re.search(pattern, said):
            return kind, said.replace(found[0], " ")
    return None, said


def _days(office: Office, said: str) -> tuple[list[tuple[date, ...]], list[str]]:
    found: list[tuple[date, ...]] = []
    reasons: list[str] = []
    for piece in filter(None, _PIECES.split(said)):
        days, rest = _days_in(office, piece)
        found += days
        if rest := _FILLER.sub("", rest).strip():
            reasons.append(piece if not days else rest)
    return found, reasons


def _days_in(office: Office, piece: str) -> tuple[list[tuple[date, ...]], str]:
    """The days of one piece, and what is left of it."""
    exact = list(_NUMERIC.finditer(piece))
    if exact:
        said_days = (_numeric(each, office.now) for each in exact)
        days = [day for day in said_days if day]
        rest = _NUMERIC.sub("", piece)
        if "到" in piece and len(days) == 2:
            return [_between(*days)], rest.replace("到", "")
        return [(day,) for day in days], rest
    spans = times_in(office, piece)
    calendar = office.snapshot.calendar
    found = filter(None, (days_of(span, piece, calendar) for span in spans))
    return list(found), _without(piece, [(span.text_from, span.text_to) for span in spans])


def _between(first: date, last: date) -> tuple[date, ...]:
    count = (last - first).days + 1
    return tuple(OpeningCalendar.days(first, max(1, min(count, MOST_DAYS))))


def _numeric(found: re.Match[str], now: datetime) -> date | None:
    """11-28: of this year, unless that is long past; None when there is no such day."""
    today = now.astimezone(CHINA).date()
    try:
        day = date(int(found["y"] or today.year), int(found["m"]), int(found["d"]))
        if found["y"] is None and day < today - _JUST_PAST:
            day = day.replace(year=day.year + 1)
    except ValueError:
        return None
    return day


def _without(piece: str, places: Sequence[tuple[int, int]]) -> str:
    return "".join(_outside(piece, places))


def _outside(piece: str, places: Sequence[tuple[int, int]]) -> Iterator[str]:
    for at, character in enumerate(piece):
        if not any(start <= at < end for start, end in places):
            yield character
