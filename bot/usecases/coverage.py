"""Who is booked on a shift, and who of them nobody could serve after a change."""

from collections.abc import Sequence

from bot.domain.calendar import ShiftKind
from bot.domain.roster import Shift, people_with_skill, with_people
from bot.domain.tickets import OPEN_STATUSES, Ticket
from bot.storage import tickets
from bot.usecases.office import Office


async def booked_on(office: Office, shift: Shift) -> tuple[Ticket, ...]:
    """The tickets that are still to be served within this shift, by their time."""
    found = await tickets.between(office.work, shift.start, shift.end)
    return tuple(ticket for ticket in found if ticket.status in OPEN_STATUSES)


def unserved(office: Office, shift: Shift, booked: Sequence[Ticket]) -> tuple[Ticket, ...]:
    """Those of `booked` for whose service nobody on `shift` has the skill at their time."""
    return tuple(ticket for ticket in booked if not _is_served(office, shift, ticket))


async def lost_by(office: Office, shift: Shift, after: tuple[str, ...]) -> tuple[Ticket, ...]:
    """The tickets that somebody on `shift` can serve and nobody of `after` (a roster entry) can."""
    booked = await booked_on(office, shift)
    if not booked:
        return ()
    before = set(map(_code, unserved(office, shift, booked)))
    changed = unserved(office, with_people(shift, after), booked)
    return tuple(ticket for ticket in changed if ticket.code not in before)


def skills_offered(office: Office, kind: ShiftKind) -> tuple[str, ...]:
    """The skills of all services that are offered in such a shift."""
    services = office.config.catalogue.services.values()
    in_holidays = kind is ShiftKind.HOLIDAY
    offered = (s.skill for s in services if s.holiday or not in_holidays)
    return tuple(dict.fromkeys(offered))


def _is_served(office: Office, shift: Shift, ticket: Ticket) -> bool:
    service = office.service(ticket.service)
    if service is None or ticket.starts_at is None or ticket.ends_at is None:
        return True
    span = (ticket.starts_at, ticket.ends_at)
    return bool(people_with_skill(shift, office.config.staff, service.skill, span))


def _code(ticket: Ticket) -> str:
    return ticket.code
