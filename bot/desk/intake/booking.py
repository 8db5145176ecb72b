"""The order of the intake page: the same verbs as a talk's end, once for each call."""

import re
from dataclasses import dataclass

from bot.channels.parts.callbacks import Refused
from bot.desk.intake.parsing import Fields, Particulars, particulars
from bot.domain.messages import ContactRef
from bot.domain.refusals import SlotFull
from bot.domain.slots import Slot
from bot.domain.tickets import Ticket, TicketKind
from bot.flows.parts.kept_times import slot_from
from bot.flows.parts.people import applicant_of
from bot.storage import contacts, inbox, tickets
from bot.storage.contacts import Contact
from bot.usecases.agenda import ticket_line
from bot.usecases.booking import Request, open_ticket
from bot.usecases.intake import alike, caller
from bot.usecases.office import Office

CHANNELS = ("street_hotline", "community_hotline", "weibo")
LONGEST_NICKNAME = 30
URGENT = "urgent"
_NONCE = re.compile(r"[A-Za-z0-9-]{16,64}")


@dataclass(frozen=True, slots=True)
class Incomplete(Exception):
    """The first field that must be filled before anything is booked."""

    field: str


@dataclass(frozen=True, slots=True)
class SameMatter(Exception):
    """The same number, or name, has an open appointment for the same service: ask first.
    `line` says which, masked."""

    line: str


def is_nonce(value: str) -> bool:
    """Whether `value` names one order, as the page makes it up."""
    return _NONCE.fullmatch(value) is not None


async def book(office: Office, fields: Fields) -> Ticket:
    """The ticket of this call; the same order again gives the same ticket.

    `another` in the fields: the clerk asked, it is another matter than the one there is already.
    Raises Incomplete, SameMatter, Refusal (SlotFull, TooManyBookings), Refused for nonsense.
    """
    channel, nonce = fields.get("channel", ""), fields.get("nonce", "")
    if channel not in CHANNELS or not is_nonce(nonce):
        raise Refused(400, "order")
    found, _ = particulars(office, fields)
    slot = await _slot(office, found, fields)
    _check(found, slot, fields)
    contact = await _contact(office, channel, found, fields)
    if not await inbox.remember(office.work, f"intake:{nonce}", contact.id, office.now):
        return (await tickets.of_contact(office.work, contact.id))[-1]
    if not fields.get("another"):
        await _refuse_twin(office, found)
    ticket = await open_ticket(office, contact, _request(office, found, slot, fields))
    own = found.contact_name if found.who else found.name
    if own or found.phone:
        await contacts.introduce(office.work, contact, own, found.phone or "", office.now)
    return ticket


def _check(found: Particulars, slot: Slot | None, fields: Fields) -> None:
    is_weibo = fields.get("channel") == "weibo"
    needs_slot = found.kind is TicketKind.VISIT and fields.get("slot") != URGENT
    lacks = {
        "nickname": is_weibo and not fields.get("nickname", "").strip(),
        "service": found.service is None,
        "phone": found.phone is None and not is_weibo,
        "address": found.kind is TicketKind.HOME and not found.address,
        "slot": needs_slot and slot is None,
    }
    for field, is_lacking in lacks.items():
        if is_lacking:
            raise Incomplete(field)


async def _refuse_twin(office: Office, found: Particulars) -> None:
    service = found.service.name if found.service else ""
    for like in await alike(office, found.phone or "", found.name, service):
        if like.is_same:
            raise SameMatter(ticket_line(office, like.ticket))


async def _slot(office: Office, found: Particulars, fields: Fields) -> Slot | None:
    """The chosen time. Raises SlotFull when it may not be booked any more."""
    chosen = fields.get("slot", "")
    if found.service is None or not chosen.isdigit() or len(chosen) > 15:
        return None
    slot = await slot_from(office, found.service, int(chosen))
    if slot is None:
        raise SlotFull
    return slot


async def _contact(office: Office, channel: str, found: Particulars, fields: Fields) -> Contact:
    if channel != "weibo":
        return await caller(office, channel, found.phone or None)
    nickname = "".join(fields["nickname"].split())[:LONGEST_NICKNAME].lstrip("@")
    return await contacts.meet(office.work, ContactRef(channel, nickname), None, office.now)


def _request(office: Office, found: Particulars, slot: Slot | None, fields: Fields) -> Request:
    assert found.service is not None  # noqa: S101 - checked before
    kind = TicketKind.URGENT if fields.get("slot") == URGENT else found.kind
    named = {"name": found.name or found.contact_name, "for": found.who if found.name else ""}
    return Request(
        service=found.service,
        kind=kind,
        slot=slot if kind is TicketKind.VISIT else None,
        name=applicant_of(dict(named)),
        phone=found.phone or "",
        contact_name=found.contact_name,
        note=office.say("booking.note_for", who=found.who) if found.who else "",
        home_address=found.address if kind is TicketKind.HOME else "",
    )
