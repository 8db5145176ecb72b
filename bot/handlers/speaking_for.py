"""A contact's talk, taken one message further: by themselves, or by staff who speak for them."""

from bot.domain.messages import InboundMessage
from bot.flows.base import Turn
from bot.flows.engine import Engine
from bot.flows.parts.interludes import Answered
from bot.handlers.commands.base import Spoken
from bot.storage import contacts, conversations, tickets
from bot.storage.contacts import Contact
from bot.storage.conversations import Draft
from bot.understanding import Reading
from bot.usecases.office import Office

_NAMES = ("name", "contact_name")


async def talk_on(
    office: Office, engine: Engine, contact: Contact, message: InboundMessage, reading: Reading
) -> Answered:
    """One message meets the contact's conversation, which is kept. Raises Refusal."""
    talk = await conversations.find(office.work, contact.id)
    answered = await engine.take_turn(Turn(office, contact, message, reading, talk))
    await conversations.save(office.work, contact.id, answered.talk, office.now)
    return answered


async def speak_for(
    office: Office, engine: Engine, message: InboundMessage, reading: Reading
) -> Spoken:
    """The same for a contact whose words staff typed; no window opens. Raises Refusal."""
    contact = await contacts.meet(office.work, message.contact, None, office.now)
    before = await conversations.find(office.work, contact.id)
    answered = await talk_on(office, engine, contact, message, reading)
    drafts = (before.draft, answered.talk.draft)
    names, address = await _told(office, contact, drafts)
    return Spoken(answered.texts, ((*names, reading.name or ""), address))


async def _told(
    office: Office, contact: Contact, drafts: tuple[Draft, ...]
) -> tuple[tuple[str, ...], str]:
    """Names and a home address that an answer to this contact may hold."""
    found = await tickets.of_contact(office.work, contact.id)
    names = [str(draft.get(key) or "") for draft in drafts for key in _NAMES]
    names += [name for ticket in found for name in (ticket.name, ticket.contact_name)]
    places = [str(draft.get("home_address") or "") for draft in drafts]
    places += [ticket.home_address for ticket in found]
    return tuple(dict.fromkeys(names)), next(filter(None, places), "")
