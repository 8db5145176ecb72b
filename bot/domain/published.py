"""What the State Council published, year by year, as far as chinesecalendar knows."""

from datetime import date
from functools import lru_cache

import chinese_calendar

# chinesecalendar 1.11 (2004-2026) raises NotImplementedError for other years, names on makeup days
# the holiday they make up for, and leaves the last character off three of its Chinese names.
_FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def published_day(day: date) -> tuple[bool, str | None]:
    """(worked, English holiday name) as published; by the day of the week in an unknown year."""
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return day.isoweekday() < 6, None
    return not off, name


def published_name(day: date) -> str | None:
    """The Chinese name of the holiday that was published for `day`."""
    _, name = published_day(day)
    if name is None:
        return None
    chinese: str = chinese_calendar.Holiday(name).chinese
    return _FULL_NAMES.get(chinese, chinese)


@lru_cache(64)
def is_known(year: int) -> bool:
    """Whether the arrangement of `year` is in the calendar that comes with the program."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
