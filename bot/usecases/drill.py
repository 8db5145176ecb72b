"""A drill: the reminders of a shift as they would go, told as a drill, and written down."""

from collections.abc import Sequence
from datetime import date

from bot.domain.calendar import OpeningCalendar, ShiftKind
from bot.domain.messages import Purpose, is_member_only
from bot.domain.reminders import GROUP, Reminder, reminders_of
from bot.domain.roster import Shift
from bot.storage import roster_record, staff
from bot.storage.outbox import Letter
from bot.storage.roster_record import RosterChange
from bot.usecases.duty_wording import spell_dated_shift, spell_people
from bot.usecases.notices import TO_MEMBER, tell_member
from bot.usecases.office import Office
from bot.usecases.roster import shifts_of_day, watch_of

DRILL = "drill"
_DAYS = 14


async def walk(office: Office, leader: str, day: date, kind: ShiftKind | None) -> str:
    """Walk the chain of the next shift from `day` on; what to say to `leader`."""
    shift = await _next_shift(office, day, kind)
    if shift is None:
        return office.say("drill.no_shift")
    chain = [r for r in reminders_of((shift,), watch_of(office), {}) if r.recipient != GROUP]
    named = dict.fromkeys(reminder.recipient for reminder in chain)
    bound = [name for name in named if await _has_account(office, name)]
    lines = [office.say("drill.title", **_shift_values(office, shift))]
    lines += _steps(office, chain, bound)
    for name in bound:
        own = office.say("duty.comma").join(
            _steps(office, [r for r in chain if r.recipient == name], bound)
        )
        text = office.say("drill.private", name=name, steps=own)
        await tell_member(office, name, Letter(TO_MEMBER, text, Purpose.NOTICE))
    lines.append(office.say("drill.sent", names=office.say("duty.and").join(bound)))
    line = RosterChange(
        office.now, leader, DRILL, shift.day, shift.kind, shift.places, shift.places
    )
    await roster_record.log(office.work, line)
    return "\n".join(lines)


def _shift_values(office: Office, shift: Shift) -> dict[str, str]:
    return {"shift": spell_dated_shift(office, shift), "people": spell_people(office, shift)}


def _steps(office: Office, chain: Sequence[Reminder], bound: Sequence[str]) -> list[str]:
    """A line for each kind at each time, in their order."""
    steps: dict[tuple[str, str], list[str]] = {}
    for reminder in sorted(chain, key=lambda each: each.due_at):
        key = (f"{reminder.due_at:%m-%d %H:%M}", reminder.kind.value)
        reach = "drill.reach" if reminder.recipient in bound else "drill.unreachable"
        steps.setdefault(key, []).append(office.say(reach, name=reminder.recipient))
    return [
        office.say(
            "drill.step",
            at=at,
            kind=office.say(f"drill.kind.{kind}"),
            names=office.say("duty.and").join(names),
        )
        for (at, kind), names in steps.items()
    ]


async def _next_shift(office: Office, day: date, kind: ShiftKind | None) -> Shift | None:
    for each in OpeningCalendar.days(day, _DAYS):
        for shift in await shifts_of_day(office, each):
            if shift.start > office.now and kind in (None, shift.kind):
                return shift
    return None


async def _has_account(office: Office, name: str) -> bool:
    accounts = await staff.accounts_of(office.work, name)
    return any(not is_member_only(account) for account in accounts)
