"""The duty roster's verbs: who is on duty, 收到, and changes of a shift."""

from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.calendar import OpeningCalendar, ShiftKind
from bot.domain.exchanges import CannotExchange
from bot.domain.part_shifts import names_of
from bot.domain.reminders import GROUP, ReminderKind, Watch, evening_before, subject_on
from bot.domain.roster import Override, Shift, shift_on, shifts_on, with_people
from bot.domain.services import Role
from bot.storage import exchanges, roster, roster_record
from bot.storage.roster_record import RosterChange
from bot.usecases.office import Office
from bot.usecases.reminder_letters import take_back

SET = "set"
"""How the log calls a change that came from no request."""
UNDO = "undo"
"""How it calls one that takes an earlier change back."""

ACKNOWLEDGED_AHEAD = timedelta(hours=24)
ANSWERED_WITHIN = timedelta(hours=12)
"""How long after a reminder words like 知道了 are taken for its 收到."""
MEMORY = timedelta(days=3)
"""How far back issued reminders can still concern a shift that lies ahead."""

_TO_PEOPLE = frozenset({ReminderKind.EVENING, ReminderKind.BEFORE})


class Acknowledgement(Struct, frozen=True):
    """What 收到 meant: `shift` None = no shift is near; not `is_new` = it was written before."""

    shift: Shift | None
    is_new: bool = False


class Change(Struct, frozen=True):
    """New people of one shift, as in a roster entry (names, or `李四 12:00-13:00`).

    `expected`: who was on it when it was decided, None = whoever. `act` and `request` are for
    the log.
    """

    day: date
    kind: ShiftKind
    people: tuple[str, ...]
    actor: str
    reason: str
    expected: tuple[str, ...] | None = None
    act: str = SET
    request: int | None = None


async def shifts_of_day(office: Office, day: date) -> tuple[Shift, ...]:
    """The shifts of both rosters on `day`, overrides laid over, by their start.

    Whoever told in the chat that they are on leave is no backup.
    """
    overrides = await office.overrides(day, day)
    shifts = shifts_on(office.config.roster, overrides, office.snapshot.calendar, day)
    told = await exchanges.leaves_between(office.work, day, day)
    away = frozenset(each.leave.person for each in told)
    return tuple(_without_backup(shift, away) for shift in shifts) if away else shifts


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
    leaders = office.holders(Role.LEADER)
    return Watch(office.config.centre.reminders, leaders, leaders + office.holders(Role.ADMIN))


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


async def was_reminded(office: Office, name: str) -> bool:
    """Whether `name` was reminded lately of a shift and has not written 收到 for it yet."""
    issued = await roster.issued_since(office.work, office.now - ANSWERED_WITHIN)
    subjects = {key.subject for key in issued if key.recipient == name}
    for shift in await _near_shifts(office, name) if subjects else ():
        is_open = name not in await acknowledged(office, shift)
        if is_open and subject_on(shift.day, shift.kind) in subjects:
            return True
    return False


async def set_shift(office: Office, override: Override, change: Change | None = None) -> None:
    """Replace the people of one shift; whoever is off it hears no more of it.

    The change is written into the log. It does not ask whether it may be: see `change_shift`.
    """
    before = await shift_of(office, override.day, override.shift)
    await _keep(office, override, is_back=change is not None and change.act == UNDO)
    line = RosterChange(
        at=override.at,
        actor=override.actor,
        act=change.act if change else SET,
        day=override.day,
        shift=override.shift,
        before=before.places if before else (),
        after=override.people,
        reason=override.reason,
        request=change.request if change else None,
    )
    await roster_record.log(office.work, line)
    subject = subject_on(override.day, override.shift)
    issued = await roster.issued_since(office.work, office.now - MEMORY)
    staying = {GROUP, *names_of(override.people)}
    about = (key for key in issued if key.subject == subject and key.kind in _TO_PEOPLE)
    await take_back(office, [key for key in about if key.recipient not in staying])


async def _keep(office: Office, override: Override, *, is_back: bool) -> None:
    """Who was put back where the files have them anyway stands there by the files again."""
    if is_back and override.people == by_files(office, override.day, override.shift):
        await roster.lay_aside(office.work, override)
    else:
        await roster.add_override(office.work, override)


def by_files(office: Office, day: date, kind: ShiftKind) -> tuple[str, ...]:
    """Who would serve if nobody had changed the shift, as a roster entry."""
    shift = shift_on(office.config.roster, (), office.snapshot.calendar, day, kind)
    return shift.places if shift else ()


async def change_shift(office: Office, change: Change) -> Shift:
    """Replace the people of one shift, whoever asks: command, page or sheet; the shift before.

    Raises CannotExchange: no such shift, over already, an unknown name, a time outside the shift,
    or the people are not any more the `expected` ones; then it says who changed them.
    """
    await lock_shift(office, change.day, change.kind)
    before = await examined(office, change)
    override = Override(
        change.day, change.kind, change.people, change.reason, change.actor, office.now
    )
    await set_shift(office, override, change)
    return before


async def examined(office: Office, change: Change) -> Shift:
    """The shift as it is before `change`. Raises CannotExchange where it may not be: see above."""
    before = await shift_of(office, change.day, change.kind)
    if before is None:
        raise CannotExchange("no_shift", day=change.day.isoformat())
    _check_change(office, before, change)
    if change.expected is not None and change.expected != before.places:
        raise CannotExchange("changed_meanwhile", **await _last_change(office, before))
    return before


async def lock_shift(office: Office, day: date, kind: ShiftKind) -> None:
    """Until the commit nobody else changes this shift."""
    await roster_record.lock(office.work, subject_on(day, kind))


async def shift_of(office: Office, day: date, kind: ShiftKind) -> Shift | None:
    """One shift of one day, overrides laid over; None where there is none."""
    overrides = await office.overrides(day, day)
    return shift_on(office.config.roster, overrides, office.snapshot.calendar, day, kind)


async def away_on(office: Office, day: date) -> frozenset[str]:
    """Who is on leave that day, by roster.yaml or as told in the chat."""
    stored = await exchanges.leaves_between(office.work, day, day)
    return office.config.roster.away_on(day) | {each.leave.person for each in stored}


def _without_backup(shift: Shift, away: frozenset[str]) -> Shift:
    return replace(shift, backup=tuple(name for name in shift.backup if name not in away))


def _check_change(office: Office, shift: Shift, change: Change) -> None:
    if shift.end <= office.now:
        raise CannotExchange("past")
    try:
        names = names_of(change.people)
    except ValueError as bad:
        raise CannotExchange("part_outside", name=str(bad)) from None
    for name in names:
        if name not in office.config.staff:
            raise CannotExchange("unknown_name", name=name)
        if not with_people(shift, change.people).hours_of(name):
            raise CannotExchange("part_outside", name=name)


async def _last_change(office: Office, shift: Shift) -> dict[str, str]:
    lines = await roster_record.history(office.work, shift.day, shift.day)
    last = [line for line in lines if line.shift is shift.kind]
    people = office.say("duty.and").join(shift.places) or office.say("duty.vacant")
    is_theirs = bool(last) and last[-1].after == shift.places
    return {"actor": last[-1].actor if is_theirs else "roster.yaml", "people": people}


async def _near_shifts(office: Office, name: str) -> list[Shift]:
    today = office.today
    watch = watch_of(office)
    near = []
    for day in OpeningCalendar.days(today, 3):
        for shift in await shifts_of_day(office, day):
            reminded = evening_before(watch, day, shift.kind) <= office.now
            is_near = reminded or shift.start <= office.now + ACKNOWLEDGED_AHEAD
            if shift.end > office.now and is_near and _is_called(office, shift, name):
                near.append(shift)
    return near


def _is_called(office: Office, shift: Shift, name: str) -> bool:
    """On the shift, or its backup once it has begun."""
    return name in shift.people or (name in shift.backup and shift.start <= office.now)
