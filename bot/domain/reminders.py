"""Which reminders the shifts of a day call for: to whom, when due, until when of any use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.calendar import ShiftKind, local
from bot.domain.quiet import QuietHours, out_of_quiet
from bot.domain.roster import Shift

GROUP = "@group"
"""Stands for the staff group where a reminder otherwise names a member of staff."""

LEADER_AFTER = timedelta(minutes=10)
"""How long the backup has before the leader is told."""


class ReminderKind(StrEnum):
    """mission section 7, in the order in which they fall due.

    `start` goes to the backup and `leader` to the leaders, both only while nobody wrote 收到;
    `vacant` tells who makes the roster that a shift has no people.
    """

    EVENING = "evening"
    VACANT = "vacant"
    BEFORE = "before"
    START = "start"
    LEADER = "leader"


_CALLS = frozenset({ReminderKind.START, ReminderKind.LEADER})


@dataclass(frozen=True, slots=True)
class Watch:
    """When to remind (local time, minutes) and who stands behind the people on duty."""

    evening_before: time
    minutes_before: int
    leaders: tuple[str, ...] = ()
    planners: tuple[str, ...] = ()
    quiet: QuietHours | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to one recipient (a name, or GROUP) about `shifts`.

    Sent once between `due_at` and `useful_until` (aware, end exclusive), otherwise not at all.
    """

    kind: ReminderKind
    subject: str
    recipient: str
    due_at: datetime
    useful_until: datetime
    shifts: tuple[Shift, ...]


def subject_of(shift: Shift) -> str:
    """`2026-11-28:holiday`: what a reminder about one shift is about."""
    return subject_on(shift.day, shift.kind)


def subject_on(day: date, kind: ShiftKind) -> str:
    """As `subject_of`, for a shift that may have gone."""
    return f"{day.isoformat()}:{kind.value}"


def day_of_subject(subject: str) -> str:
    """The ISO day in a subject, of a shift or of a whole day."""
    return subject.partition(":")[0]


def evening_before(watch: Watch, day: date) -> datetime:
    """When the people of `day` are reminded the evening before."""
    return local(day - timedelta(days=1), watch.evening_before)


def reminders_of(
    shifts: Sequence[Shift], watch: Watch, acknowledged: Mapping[ShiftKind, frozenset[str]]
) -> Iterator[Reminder]:
    """All reminders about the shifts of one day, due or not (mission section 7).

    One that falls into the quiet hours moves to their edge; who stands in for somebody missing is
    called all the same.
    """
    for reminder in _all_of(shifts, watch, acknowledged):
        if reminder.kind in _CALLS:
            yield reminder
            continue
        due_at = out_of_quiet(reminder.due_at, reminder.useful_until, watch.quiet)
        yield replace(reminder, due_at=due_at)


def _all_of(
    shifts: Sequence[Shift], watch: Watch, acknowledged: Mapping[ShiftKind, frozenset[str]]
) -> Iterator[Reminder]:
    if not shifts:
        return
    yield _evening_in_group(shifts, watch)
    for shift in shifts:
        if not shift.people:
            yield from _vacancy(shift, watch)
            continue
        yield from _to_people(shift, watch)
        on_call = {*shift.people, *shift.backup}
        if not on_call & acknowledged.get(shift.kind, frozenset()):
            yield from _escalation(shift, watch)


def _evening_in_group(shifts: Sequence[Shift], watch: Watch) -> Reminder:
    """One message a day names everybody, so that the group is not flooded."""
    first = min(shift.start for shift in shifts)
    return Reminder(
        kind=ReminderKind.EVENING,
        subject=shifts[0].day.isoformat(),
        recipient=GROUP,
        due_at=evening_before(watch, shifts[0].day),
        useful_until=first - timedelta(minutes=watch.minutes_before),
        shifts=tuple(shifts),
    )


def _vacancy(shift: Shift, watch: Watch) -> Iterator[Reminder]:
    span = evening_before(watch, shift.day), shift.end
    return _for_each(ReminderKind.VACANT, shift, watch.planners, span)


def _to_people(shift: Shift, watch: Watch) -> Iterator[Reminder]:
    before = shift.start - timedelta(minutes=watch.minutes_before)
    evening = evening_before(watch, shift.day), before
    yield from _for_each(ReminderKind.EVENING, shift, shift.people, evening)
    recipients = (GROUP, *shift.people)
    yield from _for_each(ReminderKind.BEFORE, shift, recipients, (before, shift.start))


def _escalation(shift: Shift, watch: Watch) -> Iterator[Reminder]:
    """First the backup, then the leader; without a backup the leader at once."""
    span = shift.start, shift.end
    if shift.backup:
        yield from _for_each(ReminderKind.START, shift, (GROUP, shift.backup[0]), span)
        span = shift.start + LEADER_AFTER, shift.end
    yield from _for_each(ReminderKind.LEADER, shift, (GROUP, *watch.leaders), span)


def _for_each(
    kind: ReminderKind,
    shift: Shift,
    recipients: tuple[str, ...],
    span: tuple[datetime, datetime],
) -> Iterator[Reminder]:
    due_at, until = span
    for recipient in dict.fromkeys(recipients):
        yield Reminder(kind, subject_of(shift), recipient, due_at, until, (shift,))
