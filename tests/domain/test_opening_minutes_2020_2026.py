"""Opening minutes over every makeup day and every long holiday that was published for 2020-2026."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.domain.calendar import DayKind, OpeningCalendar, local
from tests.domain.centres import open_calendar

CALENDAR = open_calendar()
YEARS = range(2020, 2027)
SPAN = date(2027, 1, 1) - date(2020, 1, 1)
DAYS = list(OpeningCalendar.days(date(2020, 1, 1), SPAN.days))
MAKEUP = [day for day in DAYS if CALENDAR.kind(day) is DayKind.MAKEUP]
FIRST_DAYS_OFF = [
    day
    for day in DAYS[1:]
    if CALENDAR.kind(day) is DayKind.HOLIDAY
    and CALENDAR.kind(day - timedelta(days=1)) is not DayKind.HOLIDAY
]


def minutes_open(day: date, until: datetime | None = None) -> int:
    """Counted from the hours, without the arithmetic that is tested."""
    last = until or local(day, time.max)
    spans = [(local(day, i.start), local(day, i.end)) for i in CALENDAR.intervals(day)]
    parts = (min(end, last) - start for start, end in spans if start < last)
    return sum(int(part / timedelta(minutes=1)) for part in parts)


@pytest.mark.parametrize("day", MAKEUP, ids=str)
def test_a_makeup_day_counts_as_a_whole_workday(day: date) -> None:
    assert minutes_open(day) == 600
    assert CALENDAR.add_opening_minutes(local(day, time(8)), 600) == local(day, time(18))
    night_before = local(day - timedelta(days=1), time(23))
    assert CALENDAR.add_opening_minutes(night_before, 30) == local(day, time(8, 30))


@pytest.mark.parametrize("first", FIRST_DAYS_OFF, ids=str)
def test_the_evening_before_a_holiday_runs_on_into_its_mornings(first: date) -> None:
    evening = local(first - timedelta(days=1), time(22))
    assert CALENDAR.add_opening_minutes(evening, 30) == local(first, time(9, 30))


@pytest.mark.parametrize("first", FIRST_DAYS_OFF, ids=str)
def test_a_sum_over_a_whole_holiday_ends_where_counting_day_by_day_ends(first: date) -> None:
    left, day = 3000, first
    while left > minutes_open(day):
        left -= minutes_open(day)
        day += timedelta(days=1)
    ended = CALENDAR.add_opening_minutes(local(first, time(0)), 3000)
    assert (ended.date(), minutes_open(day, ended)) == (day, left)


def test_every_year_has_its_makeup_days() -> None:
    counts = {year: sum(day.year == year for day in MAKEUP) for year in YEARS}
    assert all(counts.values()), counts
    assert sum(counts.values()) == len(MAKEUP)
