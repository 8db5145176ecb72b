"""The name or the phone on an appointment is corrected; staff see it, nothing else changes."""

from msgspec.structs import replace

from bot.domain.tickets import Act, Ticket
from bot.storage import contacts, corrections
from bot.storage.contacts import Contact
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office
from bot.usecases.proof import entry_of
from bot.usecases.wording import masked_person


async def amend(
    office: Office, ticket: Ticket, by: Contact, told: tuple[str | None, str | None]
) -> Ticket:
    """The ticket with what was `told`: the new phone and the new name, None = as before; its time
    and state stay. The group hears it, masked."""
    phone, name = told
    after = replace(ticket, phone=phone or ticket.phone, name=name or ticket.name)
    entry = entry_of(Act.NOTE, ticket, by, office.receiver)
    await corrections.correct(office.work, after, entry, office.now)
    if ticket.contact_id == by.id and phone:
        own = ticket.contact_name or after.name
        await contacts.introduce(office.work, by, own, phone, office.now)
    text = office.say("group.amended", code=ticket.code, person=masked_person(office, after))
    await tell_group(office, GroupNote(text, ticket=ticket.code, to=ticket.owner or None))
    return after
