"""The days and the minutes of the day that a mention names."""

from datetime import date, datetime, timedelta

from bot.understanding.reading import Grain
from bot.understanding.times.atoms import Atom, Roll
from bot.understanding.times.clock import settle_hour, within_part
from bot.understanding.times.days import month_start, safe_date
from bot.understanding.times.mentions import Mention

Hours = tuple[int, int | None, Grain]


def hours_of(mention: Mention) -> Hours | None:
    """Minutes of the day it begins and ends (None = a point), and how exactly that was said."""
    clock, part = mention.clock, mention.part
    if part is None and mention.date and mention.date.high:
        part = mention.date
    if clock is None:
        return _part_hours(mention, part) if part else None
    end = clock.high
    if not mention.until and (mention.until_clock or mention.until_part):
        end = _last_minute(mention, part)
    if part and part.high:
        low, high = within_part(clock.low, end, (part.low, part.high))
    else:
        low, high = settle_hour(clock.low, end, clock.bare)
    grain = Grain.RANGE if high is not None else Grain.MINUTE if clock.minutes_said else Grain.HOUR
    return low, high, grain


def _part_hours(mention: Mention, part: Atom) -> Hours:
    later = mention.until_part
    if mention.until_clock and not mention.until:
        return part.low, _last_minute(mention, part), Grain.RANGE
    if later and later.high and not mention.until and later.high > part.low:
        return part.low, later.high, Grain.RANGE
    return part.low, part.high, Grain.DAYPART


def _last_minute(mention: Mention, part: Atom | None) -> int | None:
    clock, later = mention.until_clock, mention.until_part
    if clock is None:
        return later.high if later else None
    if later and later.high:
        return within_part(clock.low, None, (later.low, later.high))[0]
    return clock.low


def last_minute_of(mention: Mention) -> int | None:
    """The minute of the last day at which a span over days ends: 从明天两点到后天四点."""
    clock = mention.until_clock
    if clock and not mention.until_part:
        return settle_hour(clock.low, None, clock.bare)[0]
    return _last_minute(mention, None)


def days_of(mention: Mention, now: datetime) -> tuple[date, date, Roll | None]:
    """First day, the day after the last, and how it moves on; today when no date was said."""
    atom = mention.date
    if atom is None or atom.first is None or atom.after is None:
        today = now.date()
        after = mention.until.after if mention.until else None
        return today, after or today + timedelta(days=1), None
    after, until = atom.after, mention.until
    if until and until.first and until.after:
        length, last = until.after - until.first, until.first
        for _ in range(3):
            if last < atom.first:
                last = rolled(last, until.roll, 1)
        after = last + length
    return atom.first, max(after, atom.first), atom.roll


def rolled(day: date, roll: Roll | None, times: int) -> date:
    """The `times`-th next occurrence; None rolls day by day, NONE stays."""
    if roll is Roll.WEEK:
        return day + timedelta(weeks=times)
    if roll is Roll.MONTH:
        first = month_start(day, times)
        return safe_date(first.year, first.month, day.day) or first
    if roll is Roll.YEAR:
        return safe_date(day.year + times, day.month, day.day) or day + timedelta(days=365)
    return day + timedelta(days=times) if roll is None else day
