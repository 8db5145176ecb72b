"""Which reminders the shifts of a day call for: to whom, when due, until when of any use."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from bot.domain.calendar import ShiftKind, local
from bot.domain.quiet import QuietHours, end_of_quiet, out_of_quiet
from bot.domain.roster import Shift

GROUP = "@group"
"""Stands for the staff group where a reminder otherwise names a member of staff."""


MORNING_LASTS = timedelta(hours=3)
"""Later the note of the morning is none."""


class ReminderKind(StrEnum):
    """mission section 7, in the order in which they fall due.

    `start` goes to the backup and `leader` to the leaders, both only while nobody wrote 收到;
    `vacant` tells who makes the roster that a shift has no people; `morning` is the leaders' note.
    """

    MORNING = "morning"
    EVENING = "evening"
    VACANT = "vacant"
    BEFORE = "before"
    START = "start"
    LEADER = "leader"


_CALLS = frozenset({ReminderKind.START, ReminderKind.LEADER})


class Lead(Struct, frozen=True):
    """How early the people of a shift are reminded: local time the evening before, and minutes."""

    evening_before: time
    minutes_before: int


class ReminderRules(Struct, frozen=True):
    """centre.yaml `reminders`: `shifts` where a kind of shift has its own lead times.

    `leader_minutes`: how long the backup has before the leader is told; `morning`: when the
    leaders get the note of the day (local), None = none; nobody is reminded in the `quiet` hours.
    """

    evening_before: time = time(20)
    minutes_before: int = 30
    leader_minutes: int = 10
    morning: time | None = time(7, 30)
    shifts: Mapping[ShiftKind, Lead] = field(default_factory=dict)
    quiet: QuietHours | None = None

    def lead(self, kind: ShiftKind) -> Lead:
        """The lead times of such a shift."""
        return self.shifts.get(kind) or Lead(self.evening_before, self.minutes_before)


class Watch(Struct, frozen=True):
    """When to remind, and who stands behind the people on duty."""

    rules: ReminderRules
    leaders: tuple[str, ...] = ()
    planners: tuple[str, ...] = ()


class Reminder(Struct, frozen=True):
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


def evening_before(watch: Watch, day: date, kind: ShiftKind) -> datetime:
    """When the people of such a shift on `day` are reminded the evening before."""
    return local(day - timedelta(days=1), watch.rules.lead(kind).evening_before)


def before_start(watch: Watch, shift: Shift) -> datetime:
    """When they are reminded once more."""
    return shift.start - timedelta(minutes=watch.rules.lead(shift.kind).minutes_before)


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
        due_at = out_of_quiet(reminder.due_at, reminder.useful_until, watch.rules.quiet)
        yield replace(reminder, due_at=due_at)


def waits_for_morning(reminder: Reminder, watch: Watch, now: datetime) -> bool:
    """Whether a reminder that fell due late, after a change at night, waits for the quiet hours to
    end: always but where that is too late, or somebody is called."""
    ends = end_of_quiet(now, watch.rules.quiet)
    return reminder.kind not in _CALLS and ends is not None and ends < reminder.useful_until


def _all_of(
    shifts: Sequence[Shift], watch: Watch, acknowledged: Mapping[ShiftKind, frozenset[str]]
) -> Iterator[Reminder]:
    if not shifts:
        return
    yield from _morning(shifts, watch)
    yield _evening_in_group(shifts, watch)
    for shift in shifts:
        if not shift.people:
            yield from _vacancy(shift, watch)
            continue
        yield from _to_people(shift, watch)
        on_call = {*shift.people, *shift.backup}
        if not on_call & acknowledged.get(shift.kind, frozenset()):
            yield from _escalation(shift, watch)


def _morning(shifts: Sequence[Shift], watch: Watch) -> Iterator[Reminder]:
    """What the leaders should know of the day before it is over."""
    if watch.rules.morning is None:
        return
    day = shifts[0].day
    due_at = local(day, watch.rules.morning)
    until = due_at + MORNING_LASTS
    for name in watch.leaders:
        kind = ReminderKind.MORNING
        yield Reminder(kind, day.isoformat(), name, due_at, until, tuple(shifts))


def _evening_in_group(shifts: Sequence[Shift], watch: Watch) -> Reminder:
    """One message a day names everybody, so that the group is not flooded."""
    day = shifts[0].day
    return Reminder(
        kind=ReminderKind.EVENING,
        subject=day.isoformat(),
        recipient=GROUP,
        due_at=min(evening_before(watch, day, shift.kind) for shift in shifts),
        useful_until=min(before_start(watch, shift) for shift in shifts),
        shifts=tuple(shifts),
    )


def _vacancy(shift: Shift, watch: Watch) -> Iterator[Reminder]:
    span = evening_before(watch, shift.day, shift.kind), shift.end
    return _for_each(ReminderKind.VACANT, shift, watch.planners, span)


def _to_people(shift: Shift, watch: Watch) -> Iterator[Reminder]:
    before = before_start(watch, shift)
    evening = evening_before(watch, shift.day, shift.kind), before
    yield from _for_each(ReminderKind.EVENING, shift, shift.people, evening)
    recipients = (GROUP, *shift.people)
    yield from _for_each(ReminderKind.BEFORE, shift, recipients, (before, shift.start))


def _escalation(shift: Shift, watch: Watch) -> Iterator[Reminder]:
    """First the backup, then the leader; without a backup the leader at once."""
    span = shift.start, shift.end
    if shift.backup:
        yield from _for_each(ReminderKind.START, shift, (GROUP, shift.backup[0]), span)
        span = shift.start + timedelta(minutes=watch.rules.leader_minutes), shift.end
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
