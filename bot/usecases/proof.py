"""A ticket code is not a password: from elsewhere only the phone's last digits open a ticket."""

from datetime import timedelta

from bot.domain.tickets import Act, Actor, Ticket
from bot.storage import guesses, tickets
from bot.storage.contacts import Contact
from bot.storage.tickets import Entry, StatusChange
from bot.usecases.booking import RESIDENT
from bot.usecases.office import Office

DIGITS = 4
PAUSE = timedelta(hours=1)
CODE_PAUSE = timedelta(days=1)


async def may_guess(office: Office, contact: Contact, code: str) -> bool:
    """Whether this contact may try digits for this code; the same answer if no ticket has it.

    Wrong guesses count against the contact for an hour and, as contacts cost nothing, against the
    code for a day (centre.yaml conversation; mission 3.17).
    """
    centre = office.config.centre
    by_contact = await guesses.count(office.work, _guesser(contact), office.now - PAUSE)
    by_code = await guesses.count(office.work, _guessed(code), office.now - CODE_PAUSE)
    return by_contact < centre.guesses_per_hour and by_code < centre.guesses_per_code


async def prove(office: Office, contact: Contact, code: str, digits: str) -> Ticket | None:
    """The ticket when its phone ends with these four digits, noted in its trail; else one more
    wrong guess and None, whether such a ticket exists or not."""
    ticket = await tickets.by_code(office.work, code)
    if ticket is None or len(digits) != DIGITS or not ticket.phone.endswith(digits):
        await guesses.add(office.work, _guesser(contact), office.now)
        await guesses.add(office.work, _guessed(code), office.now)
        return None
    unchanged = StatusChange(ticket.status.value, ticket.status.value, office.now)
    await tickets.note(
        office.work, ticket, unchanged, entry_of(Act.PROVE, ticket, contact, office.receiver)
    )
    return ticket


def entry_of(act: Act, ticket: Ticket, by: Contact | None, typed_by: str = "") -> Entry:
    """The line of the trail for a resident's act: the channel it came through and, when it was
    not the ticket's own contact, which contact (a number, no personal data); `typed_by`: the
    member of staff who typed it for somebody on the phone."""
    if by is None or by.id == ticket.contact_id:
        return Entry(act, Actor(RESIDENT, ticket.channel), typed_by)
    reason = " ".join(filter(None, (f"contact {by.id}", typed_by)))
    return Entry(act, Actor(RESIDENT, by.ref.channel), reason)


def _guesser(contact: Contact) -> str:
    return f"proof:{contact.id}"


def _guessed(code: str) -> str:
    return f"proof:{code}"
