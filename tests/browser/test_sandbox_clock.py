"""The sandbox's clock goes forward only, to the moments its buttons name."""

from datetime import datetime, timedelta

import pytest

from bot.desk.sandbox.clock import LONGEST_STEP, SandboxClock, later, morning, tonight
from bot.domain.calendar import CHINA


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November 2026 in China."""
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("now", "evening"),
    [(at(23, 9), at(23, 20)), (at(23, 20), at(24, 20)), (at(23, 23, 59), at(24, 20))],
)
def test_tonight_is_the_next_time_it_is_eight_in_the_evening(
    now: datetime, evening: datetime
) -> None:
    assert tonight(now) == evening


@pytest.mark.parametrize("now", [at(23, 0, 10), at(23, 8), at(23, 23, 59)])
def test_tomorrow_morning_is_half_past_eight_on_the_next_day(now: datetime) -> None:
    assert morning(now) == at(24, 8, 30)


def test_a_step_leads_neither_back_nor_too_far() -> None:
    now = at(23, 9)

    assert later(now, 10) == at(23, 9, 10)
    assert later(now, -10) == now
    assert later(now, 10**9) == now + LONGEST_STEP


def test_a_clock_that_was_moved_runs_on_and_is_never_moved_back() -> None:
    clock = SandboxClock()
    ahead = clock.now() + timedelta(hours=3)

    clock.move(ahead)
    clock.move(ahead - timedelta(hours=1))

    assert clock.now() >= ahead
