"""Turning a mention into instants: to come, unless the words leave only the past."""

from datetime import date, datetime, timedelta

from bot.understanding.reading import Grain, TimeSpan
from bot.understanding.times.atoms import Roll, Side, at_minute
from bot.understanding.times.extent import Hours, days_of, hours_of, last_minute_of, rolled
from bot.understanding.times.mentions import Mention

_POINTS = (Grain.MINUTE, Grain.HOUR)


def resolve(mention: Mention, now: datetime) -> list[TimeSpan]:
    """The span meant; two for a daypart of a weekend; none when it is unclear.

    Only a day that was named can be behind us: 昨天, 这周一, 今天上午8点 said at ten.
    """
    if mention.point and mention.point.moment:
        return [_point(mention, now)]
    hours = hours_of(mention)
    first, after, roll = days_of(mention, now)
    is_running = after > now.date() > first and (after - first).days > 1
    first = now.date() if is_running else first
    last = after - timedelta(days=1)
    if mention.side:
        span = _open(mention, now, hours, (first, after))
        return [span] if span else []
    if hours is None:
        return _whole_days(mention, now, (first, after))
    if (after - first).days == 2 and not mention.until:
        both = [_settled(mention, now, hours, (day, Roll.NONE)) for day in (first, last)]
        return [span for span in both if not is_behind(span, now)] or both
    span = _settled(mention, now, hours, (first, roll))
    if is_running and is_behind(span, now):  # 月底10点 said at eleven: on the day after
        following = first + timedelta(days=1)
        return [_hours_on(mention, now, hours, following)] if following < after else []
    if last > first and (hours[2] is Grain.DAYPART or mention.until):
        return [_until(mention, span, after, hours)]
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
    return [_span(mention, at_minute(days[0], 0, now), at_minute(days[1], 0, now), grain)]


def _until(mention: Mention, span: TimeSpan, after: date, hours: Hours) -> TimeSpan:
    """From the hours on the first day to those on the last."""
    if span.start is None:
        return span
    minute = last_minute_of(mention)
    if minute is None:
        minute = hours[1] if hours[1] is not None else 1440
    last = at_minute(after - timedelta(days=1), minute, span.start)
    if last <= span.start:
        return span
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
        edge: datetime | None = at_minute(_edge_day(mention, days, now.date()), 0, now)
    else:
        roll = mention.date.roll if mention.date else None
        edge = _edge_hour(mention, _settled(mention, now, hours, (days[0], roll)))
    if edge is None or edge <= now:
        return None
    if mention.side is Side.BEFORE:
        return _span(mention, None, edge, Grain.RANGE)
    return _span(mention, edge, None, Grain.RANGE)


def _edge_day(mention: Mention, days: tuple[date, date], today: date) -> date:
    """25号以后 begins on the 25th, 周末以后 behind it; 最迟周五 and 月底前 end with it."""
    first, after = days
    if mention.side is Side.BEFORE:
        is_whole = mention.is_whole or bool(mention.date and mention.date.is_end)
        return after if is_whole or first <= today < after - timedelta(days=1) else first
    is_month = first.day == 1 and after.day == 1
    is_from = mention.is_whole or is_month or (after - first).days <= 1
    return first if is_from else after


def _edge_hour(mention: Mention, settled: TimeSpan) -> datetime | None:
    """下午以前 ends where it begins, 最迟上午 with it; 上午以后 begins behind it."""
    is_behind_it = mention.is_whole is (mention.side is Side.BEFORE)
    return settled.end if settled.grain is Grain.DAYPART and is_behind_it else settled.start
