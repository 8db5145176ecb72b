"""Name and phone of a ticket, corrected after it was made."""

from datetime import datetime

from bot.domain.tickets import Ticket
from bot.storage.statements import statements
from bot.storage.tickets import Entry, StatusChange, note
from bot.storage.unit_of_work import UnitOfWork

_SQL = statements("tickets")


async def correct(work: UnitOfWork, after: Ticket, entry: Entry, now: datetime) -> None:
    """Write name and phone of `after` over what was told before, with a line of the trail."""
    await work.execute(_SQL["correct"], id=after.id, name=after.name, phone=after.phone)
    await note(work, after, StatusChange(after.status.value, after.status.value, now), entry)
