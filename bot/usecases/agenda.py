"""Lists for staff: one line a ticket, what is open, what is booked on a day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

from bot.domain.calendar import local
from bot.domain.roster import shifts_on
from bot.domain.tickets import Status, Ticket, TicketKind
from bot.storage import tasks, tickets
from bot.storage.tasks import Task
from bot.storage.waiting import count_between
from bot.usecases.deadlines import completion_deadline
from bot.usecases.office import Office
from bot.usecases.tasks import spell_list
from bot.usecases.wording import (
    masked_note,
    masked_person,
    spell_day,
    spell_home,
    start_of,
    status_word,
)

MOST_LINES = 15
_NOT_COMING = frozenset({Status.DECLINED, Status.CANCELLED})


def ticket_line(office: Office, ticket: Ticket) -> str:
    """Code, service, time, masked person, state and owner in one line."""
    return office.say(
        "staff.line",
        code=ticket.code,
        service=ticket.service,
        when=start_of(office.snapshot, ticket),
        person=masked_person(office, ticket),
        status=status_word(office, ticket),
        owner=ticket.owner or office.say("staff.no_owner"),
    )


def spell_masked(office: Office, ticket: Ticket) -> str:
    """One ticket as the group may see it: with the notes, and for a home visit the street."""
    home = spell_home(office, ticket) if ticket.kind is TicketKind.HOME else ""
    place = office.say("staff.place", place=home) if home else ""
    return ticket_line(office, ticket) + place + masked_note(office, ticket)


def spell_whole(office: Office, ticket: Ticket) -> str:
    """Everything needed to serve it; only for the private chat of its owner."""
    return office.say(
        "staff.whole",
        line=ticket_line(office, ticket),
        name=ticket.name or office.say("ticket.no_name"),
        contact=office.say("staff.contact", name=ticket.contact_name)
        if ticket.contact_name
        else "",
        phone=ticket.phone or office.say("ticket.no_phone"),
        place=office.say("staff.place", place=f"{ticket.community} {ticket.home_address}".strip())
        if ticket.kind is TicketKind.HOME
        else "",
        note=office.say("card.note", note=ticket.note) if ticket.note else "",
    )


async def open_tickets(office: Office) -> tuple[Ticket, ...]:
    """Every ticket staff still have to do something about: overdue first, then by time."""
    found = await tickets.open_ones(office.work)
    return tuple(sorted(found, key=lambda t: (not is_overdue(office, t), _time_of(t))))


def is_overdue(office: Office, ticket: Ticket) -> bool:
    """The answer deadline passed, or the one to be done (mission section 5)."""
    if ticket.status is Status.REQUESTED and ticket.answer_by:
        return ticket.answer_by <= office.now
    complete_by = completion_deadline(office, ticket)
    return complete_by is not None and complete_by <= office.now


async def spell_backlog(office: Office) -> str:
    """待办: at most MOST_LINES lines, then how many more; then the tasks."""
    found = await open_tickets(office)
    lines = [_marked(office, ticket) for ticket in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(office.say("staff.more", count=len(found) - MOST_LINES))
    lines += await spell_list(office, await tasks.open_tasks(office.work))
    if not lines:
        return office.say("staff.backlog_empty")
    title = [office.say("staff.backlog", count=len(found))] if found else []
    return "\n".join([*title, *lines])


async def spell_overdue(office: Office) -> str:
    """超时: tickets and tasks that should have been answered or done by now."""
    late = [ticket for ticket in await open_tickets(office) if is_overdue(office, ticket)]
    lines = [ticket_line(office, ticket) for ticket in late[:MOST_LINES]]
    if len(late) > MOST_LINES:
        lines.append(office.say("staff.more", count=len(late) - MOST_LINES))
    if late:
        lines.insert(0, office.say("staff.overdue_list", count=len(late)))
    waiting = [t for t in await tasks.open_tasks(office.work) if is_late_task(office, t)]
    lines += await spell_list(office, waiting)
    return "\n".join(lines) or office.say("staff.none_overdue")


def is_late_task(office: Office, task: Task) -> bool:
    """Tasks are to be answered as fast as tickets (mission section 5)."""
    minutes = office.config.centre.tickets.answer_minutes
    return office.snapshot.calendar.add_opening_minutes(task.created_at, minutes) <= office.now


async def spell_agendas(office: Office, days: Sequence[date]) -> str:
    """The days on which somebody comes; of the others only that nobody does."""
    busy = [day for day in days if await _coming(office, day)]
    told = [await spell_agenda(office, day) for day in busy]
    if len(busy) < len(days):
        first, last = (spell_day(office.snapshot, day) for day in (days[0], days[-1]))
        key = "staff.days_else_empty" if busy else "staff.days_empty"
        told.append(office.say(key, first=first, last=last))
    return "\n\n".join(told)


async def _coming(office: Office, day: date) -> list[Ticket]:
    since = local(day, time())
    booked = await tickets.between(office.work, since, since + timedelta(days=1))
    return [ticket for ticket in booked if ticket.status not in _NOT_COMING]


async def spell_agenda(office: Office, day: date) -> str:
    """Who is booked on `day`, start by start, who is on duty, and how many wait for a place."""
    since = local(day, time())
    until = since + timedelta(days=1)
    coming = await _coming(office, day)
    lines = [office.say("staff.day", day=spell_day(office.snapshot, day), count=len(coming))]
    lines += await _duty(office, day)
    lines += _by_start(office, coming) if coming else [office.say("staff.day_empty")]
    if in_line := await count_between(office.work, since, until):
        lines.append(office.say("staff.in_line", count=in_line))
    return "\n".join(lines)


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


def _marked(office: Office, ticket: Ticket) -> str:
    line = ticket_line(office, ticket)
    return office.say("staff.overdue", line=line) if is_overdue(office, ticket) else line


def _time_of(ticket: Ticket) -> datetime:
    return ticket.starts_at or ticket.answer_by or ticket.created_at
