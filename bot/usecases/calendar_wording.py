"""How a change of the calendar is spelled: days, tickets, shifts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from bot.domain.tickets import Ticket
from bot.usecases.office import Office
from bot.usecases.wording import masked_person, spell_day, start_of, when_of

MOST_SHOWN = 20
Crew = Mapping[str, tuple[str, ...]]


def day_lines(office: Office, changed: Mapping[date, tuple[str, str]]) -> list[str]:
    """10月10日（周六，调休上班） 周末 09:00-12:00 → 工作日 …, a line a day."""
    return [
        office.say(
            "calendar.day",
            day=spell_day(office.snapshot, day),
            before=_form(office, before),
            after=_form(office, after),
        )
        for day, (before, after) in changed.items()
    ]


def spell_change(
    office: Office,
    why: str,
    days: Sequence[str],
    booked: tuple[Sequence[Ticket], Collection[str]],
    shifts: Mapping[date, tuple[Crew, Crew]],
) -> str:
    """The note for the group: what changed and whom it concerns; `booked` with the codes of those
    who cannot come at their time any more."""
    parts = [office.say("calendar.title", why=why), *_first(office, days)]
    found, shut = booked
    lines = [_ticket(office, ticket, is_shut=ticket.code in shut) for ticket in found]
    if lines:
        parts.append(office.say("calendar.tickets", lines="\n".join(_first(office, lines))))
    changed = shift_lines(office, shifts)
    if changed:
        parts.append(office.say("calendar.shifts", lines="\n".join(_first(office, changed))))
    if not (lines or changed):
        parts.append(office.say("calendar.no_days"))
    return "\n".join(part.strip() for part in parts)


def shift_lines(
    office: Office, shifts: Mapping[date, tuple[Crew, Crew]], name: str = ""
) -> list[str]:
    """The shifts that are gone or new; with a `name` only those of that person."""
    lines: list[str] = []
    for day, (before, after) in shifts.items():
        gone = [kind for kind in before if kind not in after]
        new = [kind for kind in after if kind not in before]
        lines += [
            _shift(office, key, day, kind, crew[kind])
            for key, kinds, crew in (("shift_gone", gone, before), ("shift_new", new, after))
            for kind in kinds
            if not name or name in crew[kind]
        ]
    return lines


def spell_resident(office: Office, ticket: Ticket, why: str, *, is_shut: bool) -> str:
    """What a resident is told whose day has changed."""
    key = "calendar.resident_shut" if is_shut else "calendar.resident_still"
    when = when_of(office.snapshot, ticket)
    return office.say(key, why=why, service=ticket.service, code=ticket.code, when=when)


def _shift(office: Office, key: str, day: date, kind: str, people: Sequence[str]) -> str:
    return office.say(
        f"calendar.{key}",
        day=spell_day(office.snapshot, day),
        shift=office.say(f"shift.{kind}"),
        people=office.say("duty.and").join(people) or office.say("duty.vacant"),
    )


def _ticket(office: Office, ticket: Ticket, *, is_shut: bool) -> str:
    effect = office.say("calendar.shut" if is_shut else "calendar.still", code=ticket.code)
    return office.say(
        "calendar.ticket",
        code=ticket.code,
        when=start_of(office.snapshot, ticket),
        name=masked_person(office, ticket),
        service=ticket.service,
        effect=effect,
    )


def _form(office: Office, form: str) -> str:
    kind, _, hours = form.partition(" ")
    return f"{office.say(f'calendar.kind.{kind}')} {hours or office.say('calendar.closed')}"


def _first(office: Office, lines: Sequence[str]) -> list[str]:
    if len(lines) <= MOST_SHOWN:
        return list(lines)
    more = office.say("gaps.more_lines", count=len(lines) - MOST_SHOWN)
    return [*lines[:MOST_SHOWN], more]
