"""Quiet hours: when nobody is to be reminded of anything."""

from datetime import datetime, time, timedelta

from msgspec import Struct

from bot.domain.calendar import CHINA, local


class QuietHours(Struct, frozen=True):
    """Every day from `start` to `end` (local time, end exclusive), over midnight where `end` is the
    earlier one."""

    start: time
    end: time


def end_of_quiet(at: datetime, quiet: QuietHours | None) -> datetime | None:
    """When the quiet hours end in which `at` lies; None where it lies in none."""
    span = _around(at, quiet)
    return span[1] if span else None


def out_of_quiet(due_at: datetime, useful_until: datetime, quiet: QuietHours | None) -> datetime:
    """When a reminder goes that is due at `due_at` and of use until `useful_until`: in quiet hours
    at their end, and where that is too late before they begin."""
    span = _around(due_at, quiet)
    if span is None:
        return due_at
    begins, ends = span
    return ends if ends < useful_until else begins - timedelta(minutes=1)


def _around(at: datetime, quiet: QuietHours | None) -> tuple[datetime, datetime] | None:
    """The quiet hours in which `at` lies."""
    if quiet is None or quiet.start == quiet.end:
        return None
    day = at.astimezone(CHINA).date()
    for first in (day - timedelta(days=1), day):
        begins = local(first, quiet.start)
        last = first if quiet.start < quiet.end else first + timedelta(days=1)
        ends = local(last, quiet.end)
        if begins <= at < ends:
            return begins, ends
    return None
