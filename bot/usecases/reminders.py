"""Reminders of shifts, derived at every tick from roster, 收到 and tickets; each sent once."""

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.domain.calendar import OpeningCalendar
from bot.domain.messages import Purpose
from bot.domain.quiet import end_of_quiet
from bot.domain.reminders import (
    GROUP,
    Reminder,
    ReminderKind,
    day_of_subject,
    reminders_of,
    waits_for_morning,
)
from bot.domain.roster import Shift
from bot.storage import roster
from bot.storage.roster import ReminderKey
from bot.usecases.duty_wording import booked_text, spell_dated_shift, spell_people, spell_shift
from bot.usecases.morning import morning_note
from bot.usecases.office import Office
from bot.usecases.reminder_letters import ReminderLetter, send, take_back
from bot.usecases.roster import MEMORY, acknowledged, shifts_of_day, watch_of
from bot.usecases.wording import spell_day

DAYS_AHEAD = 2
"""Today's and tomorrow's shifts: the first reminder of a shift is due the evening before."""

SEARCH_DAYS = 31

_KINDS = frozenset(kind.value for kind in ReminderKind)


async def remind_shifts(office: Office, since: datetime) -> None:
    """Issue the shift reminders that are due and still of use (mission section 7).

    `since`: when this centre was started first; what was due before is not made up for. A changed
    roster takes back what was not sent yet.
    """
    days = tuple(OpeningCalendar.days(office.today, DAYS_AHEAD))
    planned = [reminder for day in days for reminder in await _reminders_on(office, day)]
    issued = await roster.issued_since(office.work, office.now - MEMORY)
    await take_back(office, _outdated(issued, planned, days))
    known = {_sameness(key) for key in issued}
    watch = watch_of(office)
    for reminder in planned:
        is_new = _sameness(reminder) not in known and _is_due(reminder, since, office.now)
        if is_new and not waits_for_morning(reminder, watch, office.now):
            await _issue(office, reminder)


async def next_reminder(office: Office) -> datetime | None:
    """The next instant after now at which a reminder may fall due; None in an empty month."""
    first = office.today
    morning = end_of_quiet(office.now, watch_of(office).rules.quiet)
    ahead: list[datetime] = []
    for day in OpeningCalendar.days(first, SEARCH_DAYS):
        shifts = await shifts_of_day(office, day)
        moments = {r.due_at for r in reminders_of(shifts, watch_of(office), {})}
        # The evening before tomorrow's shifts may come before the last of today's reminders.
        is_last = bool(ahead) and day != first
        ahead += [moment for moment in moments if moment > office.now]
        if is_last:
            break
    return min(ahead + ([morning] if morning else []), default=None)


async def _reminders_on(office: Office, day: date) -> Sequence[Reminder]:
    shifts = await shifts_of_day(office, day)
    seen = {shift.kind: await acknowledged(office, shift) for shift in shifts}
    return tuple(reminders_of(shifts, watch_of(office), seen))


def _outdated(
    issued: Sequence[ReminderKey], planned: Sequence[Reminder], days: Sequence[date]
) -> list[ReminderKey]:
    """What was issued about these days and no longer follows from the roster."""
    holding = {_sameness(reminder) for reminder in planned}
    watched = {day.isoformat() for day in days}
    return [
        key
        for key in issued
        if key.kind in _KINDS
        and day_of_subject(key.subject) in watched
        and _sameness(key) not in holding
    ]


def _sameness(reminder: Reminder | ReminderKey) -> tuple[str, str, str]:
    """Without the hour: moving it in the configuration must not send a reminder again."""
    return str(reminder.kind), reminder.subject, reminder.recipient


def _is_due(reminder: Reminder, since: datetime, now: datetime) -> bool:
    return since <= reminder.due_at <= now < reminder.useful_until


async def _issue(office: Office, reminder: Reminder) -> None:
    key = ReminderKey(reminder.kind.value, reminder.subject, reminder.recipient, reminder.due_at)
    if not await roster.issue(office.work, key, office.now):
        return
    letter = ReminderLetter(
        await _text(office, reminder),
        mention=_mention(office, reminder),
        expires_at=reminder.useful_until,
        purpose=_purpose(reminder),
    )
    await send(office, key, letter)


def _purpose(reminder: Reminder) -> Purpose:
    return Purpose.NOTICE if reminder.kind is ReminderKind.MORNING else Purpose.REMINDER


def _mention(office: Office, reminder: Reminder) -> str | None:
    """Who is @-ed in the group: whoever is expected to act next."""
    shift = reminder.shifts[0]
    if reminder.kind is ReminderKind.BEFORE:
        return shift.people[0]
    if reminder.kind is ReminderKind.START:
        return shift.backup[0]
    leaders = watch_of(office).leaders
    is_empty = any(not each.people for each in reminder.shifts)
    return leaders[0] if leaders and (reminder.kind is ReminderKind.LEADER or is_empty) else None


async def _text(office: Office, reminder: Reminder) -> str:
    shift = reminder.shifts[0]
    if reminder.kind is ReminderKind.EVENING and reminder.recipient == GROUP:
        return await _evening_in_group(office, reminder.shifts)
    if reminder.kind is ReminderKind.MORNING:
        return await morning_note(office, reminder.recipient, reminder.shifts)
    room = "group" if reminder.recipient == GROUP else "private"
    seen = await acknowledged(office, shift)
    return office.say(
        f"remind.{reminder.kind.value}_{room}",
        name=reminder.recipient,
        shift=spell_dated_shift(office, shift),
        people=spell_people(office, shift, seen),
        backup=shift.backup[0] if shift.backup else office.say("remind.no_backup"),
        booked=await booked_text(office, shift),
        ask=office.say(
            "remind.seen_already" if reminder.recipient in seen else "remind.ask_acknowledge"
        ),
        minutes=math.ceil((shift.start - office.now) / timedelta(minutes=1)),
    )


async def _evening_in_group(office: Office, shifts: Sequence[Shift]) -> str:
    parts = [office.say("remind.evening_group", day=spell_day(office.snapshot, shifts[0].day))]
    for shift in shifts:
        line = office.say(
            "duty.line", shift=spell_shift(office, shift), people=spell_people(office, shift)
        )
        parts.append(line + "\n" + await booked_text(office, shift))
    if any(shift.people for shift in shifts):
        parts.append(office.say("remind.please_acknowledge"))
    return "\n".join(parts)
