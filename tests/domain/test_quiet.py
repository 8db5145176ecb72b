"""Quiet hours move reminders to their edge; what is due outside of them stays where it is."""

from datetime import time

import pytest

from bot.domain.quiet import QuietHours, end_of_quiet, out_of_quiet
from tests.domain.centres import when

NIGHT = QuietHours(time(21, 30), time(7))
NOON = QuietHours(time(12), time(14))


@pytest.mark.parametrize(
    ("due", "useful_until", "goes"),
    [
        ("2026-11-24 20:00", "2026-11-25 07:30", "2026-11-24 20:00"),
        ("2026-11-24 21:29", "2026-11-25 07:30", "2026-11-24 21:29"),
        ("2026-11-24 21:30", "2026-11-25 07:30", "2026-11-25 07:00"),
        ("2026-11-25 02:00", "2026-11-25 07:30", "2026-11-25 07:00"),
        ("2026-11-25 07:00", "2026-11-25 07:30", "2026-11-25 07:00"),
        ("2026-11-25 06:00", "2026-11-25 06:30", "2026-11-24 21:29"),
        ("2026-11-25 06:00", "2026-11-25 07:00", "2026-11-24 21:29"),
    ],
)
def test_a_reminder_in_the_quiet_hours_goes_at_their_end_or_before_they_begin(
    due: str, useful_until: str, goes: str
) -> None:
    assert out_of_quiet(when(due), when(useful_until), NIGHT) == when(goes)


def test_quiet_hours_need_not_be_at_night_and_need_not_be() -> None:
    assert end_of_quiet(when("2026-11-24 13:00"), NOON) == when("2026-11-24 14:00")
    assert end_of_quiet(when("2026-11-24 14:00"), NOON) is None
    assert end_of_quiet(when("2026-11-24 23:00"), None) is None
    same = QuietHours(time(8), time(8))
    assert end_of_quiet(when("2026-11-24 08:00"), same) is None
