"""Deadlines in opening minutes, looked at from their end: when to nudge before they pass."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.calendar import CHINA, LONGEST_SEARCH_DAYS, NeverOpens, OpeningCalendar, local


def opening_minutes_before(calendar: OpeningCalendar, at: datetime, minutes: int) -> datetime:
    """The last instant from which `minutes` of opening time pass until `at` (mission section 5).

    08:05 less 10 minutes is 17:55 of the opening day before. Raises NeverOpens.
    """
    left = timedelta(minutes=minutes)
    if not left:
        return at.astimezone(CHINA)
    for start, end in _stretches_back(calendar, at):  # pragma: no branch - never dry, it raises
        if left <= end - start:
            break
        left -= end - start
    return end - left


def _stretches_back(calendar: OpeningCalendar, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The opening time before `at`, piece by piece, the latest first."""
    here = at.astimezone(CHINA)
    for offset in range(LONGEST_SEARCH_DAYS + 1):
        day = here.date() - timedelta(days=offset)
        for interval in reversed(calendar.intervals(day)):
            start, end = local(day, interval.start), local(day, interval.end)
            if start < here:
                yield start, min(end, here)
    raise NeverOpens(at)
