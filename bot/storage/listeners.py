"""Listeners: contacts beside a ticket's own that changed it and are told the next answer."""

from bot.domain.messages import ContactRef
from bot.storage import contacts
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork

_SQL = statements("listeners")


async def add(work: UnitOfWork, ticket_id: int, contact_id: int) -> None:
    """This contact is told the next answer too."""
    await work.execute(_SQL["add"], ticket_id=ticket_id, contact_id=contact_id)


async def release(work: UnitOfWork, ticket_id: int) -> tuple[ContactRef, ...]:
    """Who is to be told; from then on nobody is."""
    rows = await work.fetch_all(_SQL["release"], ticket_id=ticket_id)
    found = [await contacts.by_id(work, row["contact_id"]) for row in rows]
    return tuple(contact.ref for contact in found if contact is not None)


async def forget(work: UnitOfWork, contact_id: int) -> None:
    """Privacy: this contact is told nothing any more."""
    await work.execute(_SQL["forget"], contact_id=contact_id)
