"""A call in the staff group: the clerk's words go to the caller's talk, a card says what came."""

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.messages import ContactRef, Purpose
from bot.domain.tickets import Ticket
from bot.handlers.commands.base import ACTING_ROLES, Order, Run, SpeakAs
from bot.storage import calls, contacts, conversations, outbox, tickets
from bot.storage.calls import Call
from bot.storage.contacts import Contact
from bot.storage.conversations import Conversation
from bot.storage.outbox import Letter
from bot.understanding import Reading, read
from bot.understanding.cue import Cue
from bot.understanding.reading import Intent
from bot.usecases import intake
from bot.usecases.agenda import ticket_line
from bot.usecases.intake_cards import Heard, booked_before, spell_booked, spell_card
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office

MOST_LEAPS = 5
_ANOTHER = Cue(r"另一?[件个]|另外|不是同一|不一样|新的|再约一|还要约")
"""Said with 确认 by a clerk who has asked the caller: it is no duplicate."""
LINE = r"(?:[\s:：,，]*[\d０-９].*|[\s:：,，]+.*|)"
"""What may follow the verb of a call: 来电人说 is talk, 来电 王 138… and 来电138… are calls."""


class Clerk(Struct, frozen=True):
    """Who typed it, from which account, whether privately, and how a caller is spoken for."""

    office: Office
    name: str
    by: ContactRef
    is_private: bool
    speak_as: SpeakAs


def taking(channel: str, *, is_booking: bool = False) -> Run:
    """What a command does that takes a call on `channel`: a card to confirm, nothing is booked."""

    async def run(order: Order) -> str:
        if not order.member.roles & ACTING_ROLES:
            return order.say("staff.not_allowed")
        if not order.rest or order.speak_as is None:
            return order.say("call.how")
        clerk = Clerk(order.office, order.member.name, order.by, order.private, order.speak_as)
        await begin(clerk, channel, order.rest, is_booking=is_booking)
        return ""

    return run


class Before(Struct, frozen=True):
    """Where the caller stood before the clerk's line: the last ticket, the talk."""

    ticket: Ticket | None
    talk: Conversation


async def begin(clerk: Clerk, channel: str, line: str, *, is_booking: bool) -> None:
    """One line of a new call; `is_booking`: it asks for an appointment, whatever it sounds like."""
    office = clerk.office
    call = await calls.add(office.work, clerk.name, office.now)
    reading = _read(office, line)
    contact = await intake.caller(office, channel, reading.phone)
    await intake.begin_afresh(office, contact, reading)
    call = replace(call, contact_id=contact.id)
    said = intake.as_said(office, line)
    is_home = reading.intent is Intent.HOME_SERVICE  # said so already, and in its own words
    if (is_booking and not is_home) or await _only_names_a_matter(office, contact, reading):
        said = office.say("call.said.book", text=said)
    await _speak(clerk, call, contact, said)


async def go_on(clerk: Clerk, call: Call, line: str) -> None:
    """What the caller said next, in the clerk's words."""
    contact = await _contact_of(clerk, call)
    if contact is None:
        return
    reading = _read(clerk.office, line)
    moved = await intake.hand_on(clerk.office, contact, reading.phone)
    await _speak(clerk, call, moved, line)


async def agree(clerk: Clerk, call: Call, line: str = "") -> None:
    """确认: what was proposed is taken, what was not told stays open, and the ticket is made.

    `line`: what followed the verb, heard first.
    """
    contact = await _contact_of(clerk, call)
    if contact is None:
        return
    before = await _before(clerk.office, contact)
    is_another = _ANOTHER.search(line) is not None
    twin = None if is_another else await booked_before(clerk.office, contact, before.talk)
    if twin is not None:
        same = ticket_line(clerk.office, twin)
        text = clerk.office.say("call.twin", call=call.code, code=twin.code, line=same)
        await show(clerk, text, call.code)
        return
    heard = await _hear(clerk, contact, line) if line and not is_another else None
    for _ in range(MOST_LEAPS):
        talk = await conversations.find(clerk.office.work, contact.id)
        word = _yes_to(clerk.office, talk)
        if not word:
            break
        heard = await _hear(clerk, contact, word)
        if talk.flow != intake.BOOKING or talk.step == "summary":
            break
    texts = (before.talk.last_said,)
    await _show(clerk, call, contact, (before, heard or Heard(texts, _read(clerk.office, line))))


def _yes_to(office: Office, talk: Conversation) -> str:
    """How the open question is agreed to; "" where it must be answered first."""
    if talk.flow != intake.BOOKING:
        return office.say("call.said.yes") if talk.flow else ""
    draft = talk.draft
    offered, candidates = draft.get("offered"), draft.get("candidates")
    may_take = {
        "summary": True,
        "time": bool(draft.get("met") and offered),
        "service": isinstance(candidates, list) and len(candidates) == 1,
        "later": False,
    }
    if talk.step == "name":
        return office.say("call.said.nameless")
    if not may_take.get(talk.step, False):
        return ""
    return "1" if talk.step == "time" else office.say("call.said.yes")


async def _speak(clerk: Clerk, call: Call, contact: Contact, said: str) -> None:
    before = await _before(clerk.office, contact)
    await _show(clerk, call, contact, (before, await _hear(clerk, contact, said)))


async def _hear(clerk: Clerk, contact: Contact, said: str) -> Heard:
    spoken = await clerk.speak_as(contact.ref, said)
    return Heard(spoken.texts, _read(clerk.office, said), spoken.hidden)


async def _before(office: Office, contact: Contact) -> Before:
    talk = await conversations.find(office.work, contact.id)
    return Before(await _last_ticket(office, contact), talk)


async def _last_ticket(office: Office, contact: Contact) -> Ticket | None:
    found = await tickets.of_contact(office.work, contact.id)
    return found[-1] if found else None


async def _show(clerk: Clerk, call: Call, contact: Contact, came: tuple[Before, Heard]) -> None:
    """The card of the call; after a booking the sentence to say, to be quoted as the ticket."""
    office, (before, heard) = clerk.office, came
    contact = await contacts.by_id(office.work, contact.id) or contact  # known by name by now
    talk = await conversations.find(office.work, contact.id)
    newest = await _last_ticket(office, contact)
    is_new = newest is not None and (before.ticket is None or newest.id != before.ticket.id)
    booked = newest if is_new else None
    call = replace(call, contact_id=contact.id, ticket=booked.code if booked else call.ticket)
    await calls.keep(office.work, call, office.now)
    stood = (before.talk.flow, before.talk.step, before.talk.draft)
    is_aside = stood == (talk.flow, talk.step, talk.draft)
    heard = replace(heard, whole=clerk.is_private, is_aside=is_aside)
    if booked:
        later = heard.texts[-1] if talk.step == "later" else ""
        await show(clerk, spell_booked(office, call, booked, later), booked.code)
    else:
        await show(clerk, await spell_card(office, (call, contact, talk), heard), call.code)


async def show(clerk: Clerk, text: str, about: str) -> None:
    """Say it where the clerk wrote; quoted, it means `about`."""
    if not clerk.is_private:
        await tell_group(clerk.office, GroupNote(text, ticket=about))
        return
    letter = Letter(clerk.by, text, Purpose.REPLY, clerk.office.cause, about)
    await outbox.put(clerk.office.work, letter, clerk.office.now)


async def _contact_of(clerk: Clerk, call: Call) -> Contact | None:
    if call.contact_id is None:
        return None
    return await contacts.by_id(clerk.office.work, call.contact_id)


async def _only_names_a_matter(office: Office, contact: Contact, reading: Reading) -> bool:
    """居住证 周六上午 without a verb asks for an appointment, where nothing else is open."""
    talk = await conversations.find(office.work, contact.id)
    may_mean_it = reading.intent in (Intent.UNCLEAR, Intent.GREETING, Intent.BOOK)
    return not talk.flow and may_mean_it and reading.service is None and bool(reading.services)


def _read(office: Office, line: str) -> Reading:
    return read(line, office.now, office.snapshot.knowledge)
