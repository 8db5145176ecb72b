"""Taking a call: who is on the line, how a clerk's shorthand is said, what exists already."""

import re
import secrets
from datetime import timedelta

from msgspec import Struct

from bot.domain.masking import mask_phone
from bot.domain.messages import ContactRef
from bot.domain.tickets import OPEN_STATUSES, Ticket
from bot.storage import contacts, conversations, places, tickets
from bot.storage.contacts import Contact
from bot.understanding import Reading, read
from bot.understanding.people import lone_name, whole_name
from bot.understanding.surnames import COMPOUND, DOUBTFUL, SURNAMES, TITLE
from bot.usecases.office import Office

BOOKING = "booking"
RECENT = timedelta(minutes=15)
"""How long the call a clerk worked on last is meant by a word without code or quote."""
_NAME_PLACES = 2
_BETWEEN = re.compile(r"([\s,，、;；|]+)")
_SURNAME = re.compile(rf"{COMPOUND}|[{''.join(set(SURNAMES) - set(DOUBTFUL))}]")
_TITLED = re.compile(rf"(?:{COMPOUND}|[{SURNAMES}]){TITLE}")
_PREFIX = "call-"
_TOKEN_BYTES = 6


class Likeness(Struct, frozen=True):
    """An open ticket that may be the same matter; `is_same`: of the same service."""

    ticket: Ticket
    is_same: bool


def as_said(office: Office, line: str) -> str:
    """王 13812345678 居住证 as the caller would say it: a name alone becomes 我姓王, 我叫王小明."""
    pieces = _BETWEEN.split(line.strip())
    for place in range(0, min(len(pieces), 2 * _NAME_PLACES), 2):
        said = office.say("call.said.named", name=pieces[place])
        if _SURNAME.fullmatch(pieces[place]):
            said = office.say("call.said.surname", name=pieces[place])
        elif _TITLED.fullmatch(pieces[place]):
            said = office.say("call.said.titled", name=pieces[place])
        elif not _is_name(office, pieces[place]):
            continue
        return "".join([*pieces[:place], said, *pieces[place + 1 :]])
    return line.strip()


def _is_name(office: Office, word: str) -> bool:
    """王小明, and no service (安置, 高龄) that begins like a name."""
    if whole_name(word) is None and lone_name(word) is None:
        return False
    reading = read(word, office.now, office.snapshot.knowledge)
    return not reading.services and reading.time is None and reading.beneficiary is None


async def caller(office: Office, channel: str, phone: str | None) -> Contact:
    """Whose talk this is: one contact for each number on a hotline, a new one without a number.

    The number is kept with the resident, who can be erased, not in the contact's address.
    """
    for known in await contacts.with_phone(office.work, phone) if phone else ():
        if known.ref.channel == channel:
            return known
    ref = ContactRef(channel, f"{_PREFIX}{secrets.token_hex(_TOKEN_BYTES)}")
    contact = await contacts.meet(office.work, ref, None, office.now)
    if phone is None:
        return contact
    await contacts.introduce(office.work, contact, "", phone, office.now)
    return await contacts.find(office.work, ref) or contact


async def begin_afresh(office: Office, contact: Contact, reading: Reading) -> None:
    """A booking that was left open in an earlier call is not gone on with, nor is one of a moment
    ago by a line that names its own matter and time."""
    talk = await conversations.find(office.work, contact.id)
    if talk.flow != BOOKING or not talk.changed_at:
        return
    is_whole = bool(reading.services) and reading.time is not None
    if is_whole or office.now - talk.changed_at > office.config.centre.idle:
        await _drop(office, contact)


async def hand_on(office: Office, before: Contact, phone: str | None) -> Contact:
    """The number was told, or told wrong at first: the open booking goes on under the right one."""
    resident = await contacts.resident_of(office.work, before)
    is_news = phone is not None and (resident is None or resident.phone != phone)
    talk = await conversations.find(office.work, before.id)
    if not is_news or talk.flow not in ("", BOOKING):
        return before
    after = await caller(office, before.ref.channel, phone)
    await _drop(office, before)
    await conversations.save(office.work, after.id, talk, office.now)
    return after


async def _drop(office: Office, contact: Contact) -> None:
    await conversations.forget(office.work, contact.id)
    await places.release_holds(office.work, contact.id)


async def alike(office: Office, phone: str, name: str, service: str) -> tuple[Likeness, ...]:
    """Open tickets of the same number, or of the same name for the same service, on any channel;
    shown, never merged (mission section 6)."""
    same_phone = await tickets.of_phone(office.work, phone) if phone else ()
    found = {one.id: one for one in same_phone if one.status in OPEN_STATUSES}
    if service and len(name) > 1:  # half of all callers are called 王
        open_now = await tickets.open_ones(office.work)
        found |= {one.id: one for one in open_now if (one.name, one.service) == (name, service)}
    return tuple(Likeness(one, one.service == service) for one in found.values())


def shown_phone(phone: str, *, whole: bool) -> str:
    """The number as the group may see it, or whole for the clerk alone."""
    return phone if whole else mask_phone(phone)
