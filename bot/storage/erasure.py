"""Privacy: emptying what lies in the outbox; what still waited is withdrawn."""

from bot.domain.messages import ContactRef
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork

_SQL = statements("outbox")


async def erase_texts(work: UnitOfWork, to: ContactRef) -> None:
    """Privacy: empty the texts sent to one contact; what still waited is withdrawn."""
    await work.execute(_SQL["erase_texts"], to_channel=to.channel, to_address=to.address)


async def erase_ticket_texts(work: UnitOfWork, code: str) -> None:
    """Privacy: empty the texts about one ticket, cards included."""
    await work.execute(_SQL["erase_ticket_texts"], ticket=code)


async def erase_caused_by(work: UnitOfWork, contact_id: int) -> None:
    """Privacy: empty what one contact's messages caused, cards to staff included."""
    await work.execute(_SQL["erase_caused_by"], contact_id=contact_id)


async def erase_mentions(work: UnitOfWork, phone: str) -> None:
    """Privacy: empty every text that holds this phone."""
    await work.execute(_SQL["erase_mentions"], phone=phone)
