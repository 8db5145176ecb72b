"""Turning a mention into instants: to come, unless the words leave only the past."""

from datetime import date, datetime, timedelta

from bot.understanding.reading import Grain, TimeSpan
from bot.understanding.times.atoms import Roll, Side, at_minute
from bot.understanding.times.mentions import Mention, days_of, hours_of, rolled

Hours = tuple[int, int | None, Grain]
_POINTS = (Grain.MINUTE, Grain.HOUR)


def resolve(mention: Mention, now: datetime) -> list[TimeSpan]:
    """The span meant; two for a daypart of a weekend; none when it is unclear.

    Only a day that was named can be behind us: 昨天, 11月20日, 今天上午8点 said at ten.
    """
    if mention.point and mention.point.moment:
        return [_point(mention, now)]
    hours = hours_of(mention)
    first, after, roll = days_of(mention, now)
    last = after - timedelta(days=1)
    if mention.side:
        span = _open(mention, now, hours, (first, after))
        return [span] if span else []
    if hours and (after - first).days == 2 and not mention.until:
        return [_settled(mention, now, hours, (day, Roll.NONE)) for day in (first, last)]
    if hours is None:
        return _whole_days(mention, now, (first, after))
    span = _settled(mention, now, hours, (first, roll))
    if hours[2] is Grain.DAYPART and last > first:
        return [_until(span, after, hours, now)]
    return [span]


def _span(mention: Mention, start: datetime | None, end: datetime | None, grain: Grain) -> TimeSpan:
    return TimeSpan(start, end, grain, mention.start, mention.stop)


def _point(mention: Mention, now: datetime) -> TimeSpan:
    point = mention.point
    moment = point.moment if point and point.moment else now
    if point and point.high:
        return _span(mention, now, now + timedelta(minutes=point.high), Grain.RANGE)
    return _span(mention, moment, None, Grain.MINUTE)


def _whole_days(mention: Mention, now: datetime, days: tuple[date, date]) -> list[TimeSpan]:
    if mention.date is None or days[1] <= days[0]:
        return []
    grain = Grain.DAY if (days[1] - days[0]).days == 1 else Grain.RANGE
    first = max(days[0], now.date()) if days[1] > now.date() else days[0]
    return [_span(mention, at_minute(first, 0, now), at_minute(days[1], 0, now), grain)]


def _until(span: TimeSpan, after: date, hours: Hours, now: datetime) -> TimeSpan:
    last = at_minute(after - timedelta(days=1), hours[1] or hours[0], now)
    return TimeSpan(span.start, last, Grain.RANGE, span.text_from, span.text_to)


def _settled(
    mention: Mention, now: datetime, hours: Hours, when: tuple[date, Roll | None]
) -> TimeSpan:
    """The hours on their day. Past ones without a day are tomorrow's, on a weekday next week's."""
    day, roll = when
    span = _hours_on(mention, now, hours, day)
    if not is_behind(span, now):
        return span
    if mention.date is None or roll is Roll.WEEK:
        return _hours_on(mention, now, hours, rolled(day, roll if mention.date else None, 1))
    return _other_half(mention, now, hours, day) or span


def is_behind(span: TimeSpan, now: datetime) -> bool:
    """Whether all of it is over at `now`."""
    last = span.end or span.start
    return last is not None and last <= now and (span.end is not None or span.grain in _POINTS)


def _hours_on(mention: Mention, now: datetime, hours: Hours, day: date) -> TimeSpan:
    low, high, grain = hours
    end = None if high is None else at_minute(day, high, now)
    return _span(mention, at_minute(day, low, now), end, grain)


def _other_half(mention: Mention, now: datetime, hours: Hours, day: date) -> TimeSpan | None:
    """今天8点 said at ten: the evening one, if it is still to come."""
    low, high, grain = hours
    bare = mention.clock is not None and mention.clock.bare and mention.part is None
    start = at_minute(day, low + 720, now)
    today = day == now.date()
    if not today or not bare or low >= 720 or high is not None or start <= now:
        return None
    return _span(mention, start, None, grain)


def _open(
    mention: Mention, now: datetime, hours: Hours | None, days: tuple[date, date]
) -> TimeSpan | None:
    if hours is None:
        edge: datetime | None = at_minute(days[0], 0, now)
        if mention.side is Side.BEFORE and (days[1] - days[0]).days > 1:
            edge = at_minute(days[1], 0, now)
    else:
        settled = _settled(
            mention, now, hours, (days[0], mention.date.roll if mention.date else None)
        )
        edge = settled.start
        if hours[2] is Grain.DAYPART and mention.side is Side.AFTER:
            edge = settled.end
    if edge is None or edge <= now:
        return None
    if mention.side is Side.BEFORE:
        return _span(mention, None, edge, Grain.RANGE)
    return _span(mention, edge, None, Grain.RANGE)
