"""Linking: a code shown on one contact and typed on another makes them one resident."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from bot.domain.links import CODE_DIGITS, CodeKind, LinkAct
from bot.domain.messages import ContactRef, Purpose, is_member_only
from bot.domain.tickets import Actor
from bot.storage import contacts, guesses, link_codes, links, outbox
from bot.storage.contacts import Contact
from bot.storage.link_codes import LinkCode
from bot.storage.links import Fellow, LinkEntry
from bot.storage.outbox import Letter
from bot.usecases.booking import RESIDENT
from bot.usecases.office import Office
from bot.usecases.reach import BY_CLERK
from bot.usecases.wording import channel_word

CODE_MINUTES = 5
PAUSE = timedelta(hours=1)
MOST_OF_ALL = 50
"""Wrong codes of all contacts together within CODE_MINUTES: contacts cost nothing."""
_EVERYBODY = "link"


class Joining(Struct, frozen=True):
    """Two contacts that are to be one resident, by whom and why; `guest` joins `host`."""

    host: int
    guest: int
    actor: Actor
    reason: str = ""


async def show_code(office: Office, contact: Contact, kind: CodeKind, relation: str = "") -> str:
    """A new code of six digits for five minutes; the contact's older one dies."""
    shown = LinkCode(contact.id, kind, relation)
    until = office.now + timedelta(minutes=CODE_MINUTES)
    while True:
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        if await link_codes.put(office.work, code, shown, until, office.now):
            return code


async def may_try(office: Office, contact: Contact) -> bool:
    """Whether this contact may type a code: not after too many wrong ones within an hour
    (centre.yaml `guesses_per_hour`), nor while many contacts together are guessing."""
    work, now = office.work, office.now
    own = await guesses.count(work, _guesser(contact), now - PAUSE)
    short = now - timedelta(minutes=CODE_MINUTES)
    of_all = await guesses.count(work, _EVERYBODY, short)
    return own < office.config.centre.guesses_per_hour and of_all < MOST_OF_ALL


async def try_code(office: Office, contact: Contact, code: str) -> LinkCode | None:
    """What the code does, used up by this; None for a wrong, used or old one, which counts."""
    used = await link_codes.use(office.work, code, contact.id, office.now)
    if used is None:
        await guesses.add(office.work, _guesser(contact), office.now)
        await guesses.add(office.work, _EVERYBODY, office.now)
    return used


async def is_own_code(office: Office, contact: Contact, code: str) -> bool:
    """Whether it is the code this very contact shows."""
    return await link_codes.is_own(office.work, code, contact.id, office.now)


async def join(office: Office, joining: Joining) -> bool:
    """Make them one resident and note who did it; False when they were."""
    if not await links.join(office.work, joining.host, joining.guest, office.now):
        return False
    entry = LinkEntry(LinkAct.LINKED, joining.guest, joining.host, joining.actor, joining.reason)
    await links.note(office.work, entry, office.now)
    return True


async def part(
    office: Office, contact_id: int, actor: Actor, reason: str = ""
) -> tuple[Fellow, ...]:
    """The contact is for itself again; those it was linked with, () for none."""
    left = await links.part(office.work, contact_id)
    for fellow in left:
        entry = LinkEntry(LinkAct.PARTED, contact_id, fellow.id, actor, reason)
        await links.note(office.work, entry, office.now)
    return left


def resident_on(contact: Contact) -> Actor:
    """A resident acting on a contact, for the trail."""
    return Actor(RESIDENT, contact.ref.channel)


async def ref_of(office: Office, contact_id: int) -> ContactRef | None:
    """Where a contact is; None for one that was erased."""
    contact = await contacts.by_id(office.work, contact_id)
    return contact.ref if contact else None


async def tell(office: Office, to: Iterable[ContactRef], text: str) -> None:
    """Let other contacts know, where that needs no phone call: it is news and no result."""
    for ref in to:
        if ref.channel not in BY_CLERK and not is_member_only(ref):
            await outbox.put(office.work, Letter(ref, text, Purpose.REPLY), office.now)


def spell_channels(office: Office, refs: Iterable[ContactRef]) -> str:
    """微信、QQ: the channels of contacts, each once."""
    return "、".join(dict.fromkeys(channel_word(office, ref.channel) for ref in refs))


def _guesser(contact: Contact) -> str:
    return f"link:{contact.id}"
