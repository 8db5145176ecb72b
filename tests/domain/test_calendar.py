"""Days, opening hours and opening minutes of the sample centre."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import (
    CHINA,
    Closure,
    DayKind,
    NeverOpens,
    OpeningCalendar,
    ShiftKind,
    YearPlan,
    local,
)
from tests.domain.centres import open_calendar, when

# The State Council's notices on the holidays of 2024, 2025 and 2026.
MAKEUP_DAYS = [
    *["2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11"],
    *["2024-09-14", "2024-09-29", "2024-10-12"],
    *["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    *["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
]
LONG_HOLIDAYS = [
    ("2024-01-01", 1, "元旦"),
    ("2024-02-10", 8, "春节"),
    ("2024-04-04", 3, "清明节"),
    ("2024-05-01", 5, "劳动节"),
    ("2024-06-10", 1, "端午节"),
    ("2024-09-15", 3, "中秋节"),
    ("2024-10-01", 7, "国庆节"),
    ("2025-01-01", 1, "元旦"),
    ("2025-01-28", 8, "春节"),
    ("2025-04-04", 3, "清明节"),
    ("2025-05-01", 5, "劳动节"),
    ("2025-05-31", 3, "端午节"),
    ("2025-10-01", 5, "国庆节"),
    ("2025-10-06", 1, "中秋节"),
    ("2025-10-07", 2, "国庆节"),
    ("2026-01-01", 3, "元旦"),
    ("2026-02-15", 9, "春节"),
    ("2026-04-04", 3, "清明节"),
    ("2026-05-01", 5, "劳动节"),
    ("2026-06-19", 3, "端午节"),
    ("2026-09-25", 3, "中秋节"),
    ("2026-10-01", 7, "国庆节"),
]
SAMPLE = open_calendar()
instants = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    datetime(2026, 12, 1),  # noqa: DTZ001
    timezones=st.just(CHINA),
)


@pytest.mark.parametrize("day", MAKEUP_DAYS)
def test_a_makeup_day_is_worked_like_a_workday_and_has_no_holiday_name(day: str) -> None:
    makeup = date.fromisoformat(day)
    assert SAMPLE.kind(makeup) is DayKind.MAKEUP
    assert SAMPLE.kind(makeup).is_worked
    assert SAMPLE.is_open(when(f"{day} 17:59"))
    assert SAMPLE.holiday_name(makeup) is None


@pytest.mark.parametrize(("first", "length", "name"), LONG_HOLIDAYS)
def test_every_day_of_a_long_holiday_is_a_holiday_with_its_name(
    first: str, length: int, name: str
) -> None:
    for day in SAMPLE.days(date.fromisoformat(first), length):
        assert (SAMPLE.kind(day), SAMPLE.holiday_name(day)) == (DayKind.HOLIDAY, name)
        assert [i.shift for i in SAMPLE.intervals(day)] == [ShiftKind.HOLIDAY]


def test_every_other_day_of_these_years_follows_the_day_of_the_week() -> None:
    special = {date.fromisoformat(day) for day in MAKEUP_DAYS}
    for first, length, _ in LONG_HOLIDAYS:
        special.update(SAMPLE.days(date.fromisoformat(first), length))
    for day in SAMPLE.days(date(2024, 1, 1), 3 * 365 + 1):
        if day not in special:
            expected = DayKind.WEEKEND if day.isoweekday() > 5 else DayKind.WORKDAY
            assert SAMPLE.kind(day) is expected
            assert SAMPLE.holiday_name(day) is None


def test_an_unpublished_year_goes_by_the_day_of_the_week_and_says_so() -> None:
    assert not SAMPLE.is_published(2027)
    assert SAMPLE.is_published(2026)
    assert SAMPLE.kind(date(2027, 2, 8)) is DayKind.WORKDAY
    assert SAMPLE.kind(date(2027, 2, 6)) is DayKind.WEEKEND
    assert SAMPLE.holiday_name(date(2027, 2, 8)) is None


def test_the_office_file_wins_over_the_library() -> None:
    plan = YearPlan(
        published=True,
        days_off={date(2027, 2, 8): "春节", date(2027, 2, 9): ""},
        workdays=frozenset({date(2027, 2, 13), date(2027, 2, 15)}),
    )
    calendar = open_calendar({2026: YearPlan(published=False), 2027: plan})
    assert not calendar.is_published(2026)
    assert calendar.is_published(2027)
    assert calendar.kind(date(2026, 10, 1)) is DayKind.HOLIDAY
    assert calendar.holiday_name(date(2026, 10, 1)) == "国庆节"
    assert calendar.holiday_name(date(2027, 2, 8)) == "春节"
    assert calendar.kind(date(2027, 2, 9)) is DayKind.HOLIDAY
    assert calendar.holiday_name(date(2027, 2, 9)) is None
    assert calendar.kind(date(2027, 2, 13)) is DayKind.MAKEUP
    assert calendar.kind(date(2027, 2, 15)) is DayKind.WORKDAY


@pytest.mark.parametrize(
    ("start", "end", "left"),
    [
        (time(10), time(11), [(8, 9), (9, 10), (11, 12), (12, 14), (14, 17), (17, 18)]),
        (time(8), time(18), []),
        (time(8), time(13), [(13, 14), (14, 17), (17, 18)]),
        (time(13), time(20), [(8, 9), (9, 12), (12, 13)]),
    ],
)
def test_a_closure_is_cut_out_of_the_opening_hours(
    start: time, end: time, left: list[tuple[int, int]]
) -> None:
    closed_on = date(2026, 11, 24)
    calendar = open_calendar(closures=(Closure(closed_on, start, end, "停电检修"),))
    assert [(i.start.hour, i.end.hour) for i in calendar.intervals(closed_on)] == left
    assert len(calendar.intervals(date(2026, 11, 25))) == 5


def test_an_instant_finds_the_interval_and_shift_it_belongs_to() -> None:
    at_nine = SAMPLE.interval_at(when("2026-11-24 09:00"))
    assert at_nine is not None
    assert at_nine.shift is None
    before_nine = SAMPLE.interval_at(when("2026-11-24 08:59"))
    assert before_nine is not None
    assert before_nine.shift is ShiftKind.EARLY
    assert not SAMPLE.is_open(when("2026-11-24 18:00"))
    assert SAMPLE.is_open(datetime(2026, 11, 24, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("at", "opening"),
    [
        ("2026-11-24 10:17", "2026-11-24 10:17"),
        ("2026-11-24 07:00", "2026-11-24 08:00"),
        ("2026-11-24 18:00", "2026-11-25 08:00"),
        ("2026-11-27 18:00", "2026-11-28 09:00"),
        ("2026-11-29 12:00", "2026-11-30 08:00"),
    ],
)
def test_the_next_opening_is_now_or_when_the_doors_open(at: str, opening: str) -> None:
    assert SAMPLE.next_opening(when(at)) == when(opening)


@pytest.mark.parametrize(
    ("at", "minutes", "until"),
    [
        ("2026-11-24 18:00", 30, "2026-11-25 08:30"),
        ("2026-11-27 18:00", 30, "2026-11-28 09:30"),
        ("2026-11-24 17:30", 30, "2026-11-24 18:00"),
        ("2026-11-24 17:45", 30, "2026-11-25 08:15"),
        ("2026-11-24 08:00", 600, "2026-11-24 18:00"),
        ("2026-11-27 17:00", 60 + 180 + 180 + 1, "2026-11-30 08:01"),
        ("2026-10-09 17:30", 60, "2026-10-10 08:30"),
        ("2026-11-24 20:00", 0, "2026-11-24 20:00"),
    ],
)
def test_deadlines_are_counted_in_opening_minutes(at: str, minutes: int, until: str) -> None:
    assert SAMPLE.add_opening_minutes(when(at), minutes) == when(until)


def test_opening_minutes_cannot_be_taken_back() -> None:
    with pytest.raises(ValueError, match="only add up"):
        SAMPLE.add_opening_minutes(when("2026-11-24 10:00"), -1)


def test_a_centre_that_never_opens_is_a_clear_fault_not_an_endless_search() -> None:
    shut = OpeningCalendar({}, (), ())
    with pytest.raises(NeverOpens, match="2026-11-24 10:00"):
        shut.next_opening(when("2026-11-24 10:00"))
    with pytest.raises(NeverOpens):
        shut.add_opening_minutes(when("2026-11-24 10:00"), 1)


def test_a_local_instant_carries_the_zone_of_china() -> None:
    assert local(date(2026, 11, 28), time(9)).isoformat() == "2026-11-28T09:00:00+08:00"


@given(instants, st.integers(0, 1500), st.integers(0, 1500))
def test_opening_minutes_add_up(at: datetime, first: int, then: int) -> None:
    in_two_steps = SAMPLE.add_opening_minutes(SAMPLE.add_opening_minutes(at, first), then)
    assert in_two_steps == SAMPLE.add_opening_minutes(at, first + then)


@given(instants, st.integers(0, 1500), st.integers(1, 600))
def test_more_opening_minutes_end_later_and_later_starts_never_end_earlier(
    at: datetime, minutes: int, more: int
) -> None:
    end = SAMPLE.add_opening_minutes(at, minutes)
    assert end < SAMPLE.add_opening_minutes(at, minutes + more)
    assert end <= SAMPLE.add_opening_minutes(at + timedelta(minutes=more), minutes)
    assert end >= at + timedelta(minutes=minutes)


@given(instants, st.integers(1, 3000))
def test_a_deadline_never_falls_into_closed_hours(at: datetime, minutes: int) -> None:
    end = SAMPLE.add_opening_minutes(at, minutes)
    assert SAMPLE.is_open(end - timedelta(microseconds=1))
