"""The rules of the waiting list: until when a place is kept, and what is worth waiting for."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain.slots import BookingRules, Slot
from bot.domain.waiting import WaitingEntry, answer_due, worth_waiting
from tests.domain.centres import open_calendar, when

START = when("2026-11-24 09:00")


def entry() -> WaitingEntry:
    return WaitingEntry(7, 1, "办证", START, START, "", "", "", "", None, None, START)


@pytest.mark.parametrize(
    ("now", "start", "due"),
    [
        ("2026-11-23 10:00", "2026-11-24 09:00", "2026-11-23 10:30"),
        ("2026-11-23 17:50", "2026-11-24 09:00", "2026-11-24 08:20"),
        ("2026-11-23 22:00", "2026-11-24 08:00", "2026-11-24 08:00"),
        ("2026-11-24 08:40", "2026-11-24 09:00", "2026-11-24 09:00"),
    ],
)
def test_a_place_is_kept_for_opening_minutes_but_not_beyond_its_start(
    now: str, start: str, due: str
) -> None:
    assert answer_due(open_calendar(), when(start), when(now), 30) == when(due)


def test_who_is_in_line_is_not_invited() -> None:
    assert not entry().is_invited(START)


def test_an_invitation_ends_when_the_answer_is_due() -> None:
    invited = replace(entry(), place_at=START, answer_by=START)
    assert invited.is_invited(START - timedelta(seconds=1))
    assert not invited.is_invited(START)


def test_a_place_is_kept_in_another_name_than_the_contacts_own() -> None:
    assert entry().holder == -7


def test_what_starts_too_soon_is_not_worth_waiting_for() -> None:
    slots = [Slot("办证", START + timedelta(minutes=each), START, 1) for each in (0, 30, 60)]
    assert worth_waiting(slots, BookingRules(lead_minutes=30), START) == (slots[2],)
