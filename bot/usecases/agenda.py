"""Lists for staff: one line a ticket, what is open, what is booked on a day."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import groupby

from bot.domain.calendar import local
from bot.domain.roster import shifts_on
from bot.domain.tickets import OPEN_STATUSES, Status, Ticket
from bot.storage import tasks, tickets
from bot.usecases.office import Office
from bot.usecases.wording import masked_person, spell_day, spell_start, status_word, when_of

MOST_LINES = 15
_NOT_COMING = frozenset({Status.DECLINED, Status.CANCELLED})


def ticket_line(office: Office, ticket: Ticket) -> str:
    """Code, service, time, masked person, state and owner in one line."""
    start = ticket.starts_at
    return office.say(
        "staff.line",
        code=ticket.code,
        service=ticket.service,
        when=spell_start(office.snapshot, start) if start else when_of(office.snapshot, ticket),
        person=masked_person(office, ticket),
        status=status_word(office, ticket),
        owner=ticket.owner or office.say("staff.no_owner"),
    )


async def open_tickets(office: Office) -> tuple[Ticket, ...]:
    """Every ticket staff still have to do something about: overdue first, then by time."""
    found = [t for s in Status if s in OPEN_STATUSES for t in await _with(office, s)]
    return tuple(sorted(found, key=lambda t: (not is_overdue(office, t), _time_of(t))))


def is_overdue(office: Office, ticket: Ticket) -> bool:
    """The answer deadline passed, or the visit is over and nobody wrote how it went."""
    if ticket.status is Status.REQUESTED and ticket.answer_by:
        return ticket.answer_by <= office.now
    return ticket.ends_at is not None and ticket.ends_at <= office.now


async def spell_backlog(office: Office) -> str:
    """待办: at most MOST_LINES lines, then how many more; tasks are counted."""
    found = await open_tickets(office)
    lines = [_marked(office, ticket) for ticket in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(office.say("staff.more", count=len(found) - MOST_LINES))
    if waiting := await tasks.open_tasks(office.work):
        lines.append(office.say("staff.tasks", count=len(waiting)))
    if not lines:
        return office.say("staff.backlog_empty")
    return "\n".join([office.say("staff.backlog", count=len(found)), *lines])


async def spell_agenda(office: Office, day: date) -> str:
    """Who is booked on `day`, start by start, and who is on duty."""
    since = local(day, time())
    booked = await tickets.between(office.work, since, since + timedelta(days=1))
    coming = [ticket for ticket in booked if ticket.status not in _NOT_COMING]
    lines = [office.say("staff.day", day=spell_day(office.snapshot, day), count=len(coming))]
    lines += await _duty(office, day)
    if not coming:
        return "\n".join([*lines, office.say("staff.day_empty")])
    return "\n".join([*lines, *_by_start(office, coming)])


def _by_start(office: Office, coming: Iterable[Ticket]) -> list[str]:
    lines = []
    for start, together in groupby(coming, key=_time_of):
        lines.append(office.say("staff.at", time=f"{start:%H:%M}"))
        lines += [_booked(office, ticket) for ticket in together]
    return lines


def _booked(office: Office, ticket: Ticket) -> str:
    return office.say(
        "staff.booked",
        code=ticket.code,
        service=ticket.service,
        person=masked_person(office, ticket),
        status=status_word(office, ticket),
        owner=ticket.owner or office.say("staff.no_owner"),
    )


async def _duty(office: Office, day: date) -> list[str]:
    overrides = await office.overrides(day, day)
    timetable = office.snapshot.timetable
    return [
        office.say(
            "staff.on_duty",
            shift=office.say(f"shift.{shift.kind.value}"),
            start=f"{shift.start:%H:%M}",
            end=f"{shift.end:%H:%M}",
            people="、".join(shift.people) or office.say("staff.nobody"),
        )
        for shift in shifts_on(timetable.roster, overrides, timetable.calendar, day)
    ]


async def _with(office: Office, status: Status) -> tuple[Ticket, ...]:
    return await tickets.with_status(office.work, status)


def _marked(office: Office, ticket: Ticket) -> str:
    line = ticket_line(office, ticket)
    return office.say("staff.overdue", line=line) if is_overdue(office, ticket) else line


def _time_of(ticket: Ticket) -> datetime:
    return ticket.starts_at or ticket.answer_by or ticket.created_at
