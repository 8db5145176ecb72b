"""The duty roster's verbs: who is on duty, 收到, and changes of a shift."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.calendar import CHINA, OpeningCalendar
from bot.domain.reminders import GROUP, ReminderKind, Watch, evening_before, subject_on
from bot.domain.roster import Override, Shift, shifts_on
from bot.domain.services import Role
from bot.storage import roster
from bot.usecases.office import Office
from bot.usecases.reminder_letters import take_back

ACKNOWLEDGED_AHEAD = timedelta(hours=24)
MEMORY = timedelta(days=3)
"""How far back issued reminders can still concern a shift that lies ahead."""

_TO_PEOPLE = frozenset({ReminderKind.EVENING, ReminderKind.BEFORE})


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What 收到 meant: `shift` None = no shift is near; not `is_new` = it was written before."""

    shift: Shift | None
    is_new: bool = False


async def shifts_of_day(office: Office, day: date) -> tuple[Shift, ...]:
    """The shifts of both rosters on `day`, overrides laid over, by their start."""
    overrides = await office.overrides(day, day)
    return shifts_on(office.config.roster, overrides, office.snapshot.calendar, day)


async def shifts_of(office: Office, name: str, since: date, until: date) -> tuple[Shift, ...]:
    """The shifts on which `name` serves, since…until (both included)."""
    overrides = await office.overrides(since, until)
    days = OpeningCalendar.days(since, (until - since).days + 1)
    return tuple(
        shift
        for day in days
        for shift in shifts_on(office.config.roster, overrides, office.snapshot.calendar, day)
        if name in shift.people
    )


def watch_of(office: Office) -> Watch:
    """When to remind and whom to turn to, from the configuration."""
    rules, staff = office.config.centre.reminders, office.config.staff.values()
    leaders = tuple(member.name for member in staff if Role.LEADER in member.roles)
    admins = tuple(member.name for member in staff if Role.ADMIN in member.roles)
    planners = leaders + admins
    return Watch(rules.evening_before, rules.minutes_before, leaders, planners, rules.quiet)


async def acknowledged(office: Office, shift: Shift) -> frozenset[str]:
    """Who wrote 收到 for this shift."""
    return await roster.acknowledged(office.work, shift.day, shift.kind)


async def acknowledge(office: Office, name: str) -> Acknowledgement:
    """收到: the next shift of `name` that is near and not yet acknowledged.

    Near: reminded of, under way, or starting within a day. The backup's 收到 counts from the start.
    """
    near = await _near_shifts(office, name)
    for shift in near:
        if await roster.acknowledge(office.work, shift.day, shift.kind, name, office.now):
            return Acknowledgement(shift, is_new=True)
    return Acknowledgement(near[0] if near else None)


async def set_shift(office: Office, override: Override) -> None:
    """Replace the people of one shift; whoever is off it hears no more of it."""
    await roster.add_override(office.work, override)
    subject = subject_on(override.day, override.shift)
    issued = await roster.issued_since(office.work, office.now - MEMORY)
    staying = {GROUP, *override.people}
    about = (key for key in issued if key.subject == subject and key.kind in _TO_PEOPLE)
    await take_back(office, [key for key in about if key.recipient not in staying])


async def _near_shifts(office: Office, name: str) -> list[Shift]:
    today = office.now.astimezone(CHINA).date()
    watch = watch_of(office)
    near = []
    for day in OpeningCalendar.days(today, 3):
        reminded = evening_before(watch, day) <= office.now
        for shift in await shifts_of_day(office, day):
            is_near = reminded or shift.start <= office.now + ACKNOWLEDGED_AHEAD
            if shift.end > office.now and is_near and _is_called(office, shift, name):
                near.append(shift)
    return near


def _is_called(office: Office, shift: Shift, name: str) -> bool:
    """On the shift, or its backup once it has begun."""
    return name in shift.people or (name in shift.backup and shift.start <= office.now)
