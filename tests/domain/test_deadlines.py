"""Counting opening minutes backwards from a deadline."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import NeverOpens, OpeningCalendar
from bot.domain.deadlines import opening_minutes_before
from tests.domain.centres import open_calendar, when

CALENDAR = open_calendar()
MONDAY = when("2026-11-23 00:00")


@pytest.mark.parametrize(
    ("deadline", "minutes", "nudge"),
    [
        ("2026-11-24 10:30", 10, "2026-11-24 10:20"),
        ("2026-11-24 08:30", 10, "2026-11-24 08:20"),
        ("2026-11-24 08:10", 10, "2026-11-24 08:00"),
        ("2026-11-24 08:05", 10, "2026-11-23 17:55"),
        ("2026-11-24 09:05", 10, "2026-11-24 08:55"),
        ("2026-11-23 08:05", 10, "2026-11-22 11:55"),  # a Sunday, open from nine to twelve
        ("2026-10-08 08:05", 10, "2026-10-07 11:55"),  # after the last day of National Day
        ("2026-11-24 20:00", 10, "2026-11-24 17:50"),  # closed: as from closing time
        ("2026-11-24 10:30", 0, "2026-11-24 10:30"),
        ("2026-11-24 08:30", 600, "2026-11-23 08:30"),
    ],
)
def test_minutes_are_taken_off_the_opening_hours(deadline: str, minutes: int, nudge: str) -> None:
    assert opening_minutes_before(CALENDAR, when(deadline), minutes) == when(nudge)


@given(asked=st.integers(0, 14 * 24 * 60), minutes=st.integers(1, 900), last=st.integers(1, 60))
def test_what_is_taken_off_adds_up_to_the_deadline_again(
    asked: int, minutes: int, last: int
) -> None:
    deadline = CALENDAR.add_opening_minutes(MONDAY + timedelta(minutes=asked), minutes)

    nudge = opening_minutes_before(CALENDAR, deadline, last)

    assert CALENDAR.add_opening_minutes(nudge, last) == deadline


def test_a_centre_that_never_opens_is_refused() -> None:
    closed = OpeningCalendar({}, (), ())

    with pytest.raises(NeverOpens):
        opening_minutes_before(closed, when("2026-11-24 10:00"), 10)


def test_midnight_is_a_time_like_any_other() -> None:
    at_midnight = when("2026-11-24 10:00").replace(hour=0)

    assert opening_minutes_before(CALENDAR, at_midnight, 10).time() == time(17, 50)
