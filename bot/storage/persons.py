"""Persons: what belongs to one resident, over all linked contacts."""

from bot.domain.tickets import Ticket
from bot.storage import tickets
from bot.storage.contacts import Contact
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork

_SQL = statements("persons")


async def tickets_of(work: UnitOfWork, contact: Contact) -> tuple[Ticket, ...]:
    """The tickets of this contact's resident and of those they manage for, oldest first."""
    if contact.resident_id is None:
        return await tickets.of_contact(work, contact.id)
    rows = await work.fetch_all(_SQL["tickets_of"], resident_id=contact.resident_id)
    return tuple(map(tickets.ticket_of, rows))
