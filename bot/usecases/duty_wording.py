"""How shifts, their people and who is booked on them are spelled out to staff."""

from collections.abc import Set as AbstractSet
from datetime import date

from bot.domain.calendar import ShiftKind
from bot.domain.roster import Shift
from bot.domain.tickets import Ticket
from bot.usecases.coverage import booked_on
from bot.usecases.office import Office
from bot.usecases.roster import acknowledged, shifts_of_day
from bot.usecases.wording import masked_person, spell_day

MOST_LISTED = 20
MOST_MATERIALS = 3


def spell_shift(office: Office, shift: Shift) -> str:
    """节假日班 09:00-12:00."""
    return office.say(
        "duty.shift",
        shift=office.say(f"shift.{shift.kind.value}"),
        start=f"{shift.start:%H:%M}",
        end=f"{shift.end:%H:%M}",
    )


def spell_dated_shift(office: Office, shift: Shift) -> str:
    """11月28日（周六）节假日班 09:00-12:00."""
    day = spell_day(office.snapshot, shift.day)
    return office.say("duty.dated_shift", day=day, shift=spell_shift(office, shift))


def spell_people(office: Office, shift: Shift, seen: AbstractSet[str] = frozenset()) -> str:
    """张敏（带班，已收到）、李四; or that nobody is on it. `seen` wrote 收到."""
    if not shift.people:
        return office.say(f"duty.{shift.state.value}")
    names = list(shift.people) + [name for name in shift.backup if name in seen]
    return office.say("duty.and").join(_person(office, shift, name, seen) for name in names)


async def day_text(
    office: Office, day: date, kind: ShiftKind | None = None, *, with_backups: bool = False
) -> str:
    """Who is on duty on `day`, shift by shift, and who wrote 收到 (今天谁值班); of `kind` alone
    where the day has such a shift."""
    shifts = await shifts_of_day(office, day)
    shifts = tuple(shift for shift in shifts if shift.kind is kind) or shifts
    spelled = spell_day(office.snapshot, day)
    if not shifts:
        return office.say("duty.no_shifts", day=spelled)
    lines = [office.say("duty.of_day", day=spelled)]
    for shift in shifts:
        people = spell_people(office, shift, await acknowledged(office, shift))
        lines.append(office.say("duty.line", shift=spell_shift(office, shift), people=people))
        if with_backups:
            names = office.say("duty.and").join(shift.backup) or office.say("remind.no_backup")
            lines.append(office.say("duty.backups", names=names))
    if not office.snapshot.calendar.is_published(day.year):
        lines.append(office.say("duty.provisional"))
    return "\n".join(lines)


async def booked_text(office: Office, shift: Shift) -> str:
    """Who is booked on the shift, masked, a line each; or that nobody is."""
    booked = await booked_on(office, shift)
    if not booked:
        return office.say("remind.none_booked")
    lines = [_booked_line(office, ticket) for ticket in booked[:MOST_LISTED]]
    if len(booked) > MOST_LISTED:
        lines.append(office.say("remind.more_booked", count=len(booked) - MOST_LISTED))
    return "\n".join([office.say("remind.booked", count=len(booked)), *lines])


def _booked_line(office: Office, ticket: Ticket) -> str:
    service = office.service(ticket.service)
    short = service.materials[:MOST_MATERIALS] if service else ()
    joined = office.say("duty.and").join(short)
    return office.say(
        "remind.booked_line",
        time=f"{ticket.starts_at:%H:%M}" if ticket.starts_at else "",
        person=masked_person(office, ticket),
        service=ticket.service,
        code=ticket.code,
        materials=office.say("remind.materials", materials=joined) if joined else "",
    )


def _person(office: Office, shift: Shift, name: str, seen: AbstractSet[str]) -> str:
    marks = [
        office.say(f"duty.{mark}")
        for mark, is_so in (
            ("lead", name == shift.people[0]),
            ("backup", name not in shift.people),
            ("seen", name in seen),
        )
        if is_so
    ]
    if shift.absences and name in shift.people:
        spans = [f"{start:%H:%M}-{end:%H:%M}" for start, end in shift.hours_of(name)]
        whole = [f"{shift.start:%H:%M}-{shift.end:%H:%M}"]
        marks += spans if spans != whole else []
    if not marks:
        return name
    return office.say("duty.person", name=name, marks=office.say("duty.comma").join(marks))
