"""Forgetting people: on request, and when the retention time is over. The audit trail stays."""

import re
from datetime import datetime, timedelta

from msgspec import Struct

from bot.domain.calendar import CHINA
from bot.domain.messages import ContactRef
from bot.domain.tickets import Ticket
from bot.storage import (
    asked_which,
    calls,
    consents,
    contacts,
    conversations,
    detours,
    erasure,
    exchanges,
    guesses,
    inbox,
    link_codes,
    links,
    listeners,
    outbox,
    places,
    proxies,
    pushes,
    questions,
    receipts,
    roster,
    roster_record,
    tasks,
    tickets,
    visitors,
    waiting,
)
from bot.storage.contacts import Contact
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork

COUNTED_DAYS = timedelta(days=2)  # no rate looks further back than a day
DUTY_DAYS = 400  # fairness counts a calendar year, in January the one before is still looked at
SHORT_DAYS = 7  # platforms repeat a message within minutes, guesses count for minutes
_SQL = statements("privacy")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{5,}[0-9]")


class Erased(Struct, frozen=True):
    """How many were emptied."""

    contacts: int
    tickets: int


async def erase_contact(work: UnitOfWork, contact: Contact) -> int:
    """Erase what one contact told us and what was written about it; how many tickets were emptied.

    What still waits to be sent to them or about them is withdrawn; tickets keep their state.
    """
    for ticket in await tickets.of_contact(work, contact.id):
        await _erase_about(work, ticket)
    await _erase_talk(work, contact)
    await asked_which.forget_all(work)
    await contacts.forget_resident(work, contact)
    await _part_for_good(work, contact.id)
    return await tickets.erase_contact(work, contact.id)


async def erase_phone(work: UnitOfWork, phone: str) -> Erased:
    """Erase everybody with this phone: whole contacts who gave it as their own, else its tickets.

    Raises ValueError when `phone` is none (an empty one would fit everybody).
    """
    if not _PHONE.fullmatch(phone):
        raise ValueError("not a phone number")
    owners = await _owners(work, phone)
    for owner in owners:  # before they part and go home
        await links.empty_home(work, owner.id)
    emptied = sum([await erase_contact(work, owner) for owner in owners])
    found = await tickets.of_phone(work, phone)
    for ticket in found:
        await _erase_about(work, ticket)
    speakers = {ticket.contact_id for ticket in found if ticket.contact_id is not None}
    for contact_id in speakers:
        if speaker := await contacts.by_id(work, contact_id):
            await _erase_talk(work, speaker)
    emptied += await tickets.erase_phone(work, phone)
    await contacts.erase_phone(work, phone)
    await _erase_mentions(work, phone)
    return Erased(len(owners) + len(speakers), emptied)


async def forget_old(work: UnitOfWork, now: datetime, retention_days: int) -> int:
    """Erase what is older than `retention_days` and finished; how many rows. For a daily clock."""
    before = now - timedelta(days=retention_days)
    short = now - timedelta(days=min(SHORT_DAYS, retention_days))
    counts = [
        await tickets.erase_before(work, before),
        await outbox.forget_before(work, before),
        await tasks.erase_before(work, before),
        await questions.forget_before(work, before),
        await conversations.forget_before(work, before),
        await links.part_unseen_since(work, before),
        await proxies.forget_before(work, before),
        await link_codes.forget_before(work, now),
        await contacts.erase_unseen_since(work, before),
        await roster.forget_before(work, before),
        await _forget_duty(work, now, retention_days),
        await inbox.forget_before(work, short),
        await guesses.forget_before(work, short),
        await visitors.forget_before(work, short, before),
        await receipts.forget_before(work, short),
        await consents.forget_before(work, before),
        await pushes.forget_before(work, now - COUNTED_DAYS),
        await detours.forget(work),
        await calls.forget_before(work, short),
        await asked_which.forget_before(work, short),
        await places.drop_expired(work, now),
    ]
    return sum(counts)


async def _forget_duty(work: UnitOfWork, now: datetime, retention_days: int) -> int:
    """Who served when is kept for a year's fairness, however short other things are kept."""
    before = now - timedelta(days=max(DUTY_DAYS, retention_days))
    passed = now - timedelta(days=SHORT_DAYS)
    return (
        await exchanges.forget_before(work, before)
        + await roster_record.forget_before(work, before.astimezone(CHINA).date())
        + await roster_record.forget_locks(work, passed.astimezone(CHINA).date())
    )


async def forget_told(work: UnitOfWork, to: ContactRef) -> None:
    """Who leaves takes along what they were told: answers hold names and phones. Letters about
    tickets that still wait stay."""
    await work.execute(_SQL["forget_told"], to_channel=to.channel, to_address=to.address)


async def _owners(work: UnitOfWork, phone: str) -> list[Contact]:
    """Who gave this phone as their own: now, or before they were linked with another contact."""
    found = (*await contacts.with_phone(work, phone), *await links.at_home_with_phone(work, phone))
    return list({contact.id: contact for contact in found}.values())


async def _part_for_good(work: UnitOfWork, contact_id: int) -> None:
    await links.erase(work, contact_id)
    await link_codes.forget(work, contact_id)
    await proxies.forget(work, contact_id)


async def _erase_about(work: UnitOfWork, ticket: Ticket) -> None:
    await erasure.erase_ticket_texts(work, ticket.code)
    for task in await tasks.about(work, None, ticket.code):
        await erasure.erase_ticket_texts(work, task.code)
    await tasks.erase_ticket(work, ticket.code)


async def _erase_talk(work: UnitOfWork, contact: Contact) -> None:
    await erasure.erase_texts(work, contact.ref)
    await erasure.erase_caused_by(work, contact.id)
    for task in await tasks.about(work, contact.ref, None):
        await erasure.erase_ticket_texts(work, task.code)
    await tasks.erase(work, contact.ref)
    await questions.erase(work, contact.id)
    await conversations.forget(work, contact.id)
    await places.release_holds(work, contact.id)
    await listeners.forget(work, contact.id)
    await consents.forget(work, contact.ref)
    await waiting.erase_contact(work, contact.id)


async def _erase_mentions(work: UnitOfWork, phone: str) -> None:
    await erasure.erase_mentions(work, phone)
    await asked_which.forget_all(work)
    await tasks.erase_mentions(work, phone)
    await questions.erase_mentions(work, phone)
    await waiting.erase_phone(work, phone)
    await conversations.forget_mentions(work, phone)
