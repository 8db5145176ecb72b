"""What the sentence of a call holds, which times fit it, and what the same number has already."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.masking import mask_id_numbers
from bot.domain.services import Service
from bot.domain.slots import Slot
from bot.domain.tickets import OPEN_STATUSES, Ticket, TicketKind
from bot.flows.parts.people import said_people, text_of
from bot.flows.parts.times import Found, find_slot
from bot.storage import tickets
from bot.storage.unit_of_work import to_ms
from bot.understanding import Reading, read
from bot.understanding.reading import Intent
from bot.usecases.agenda import ticket_line
from bot.usecases.booking import nearest_free
from bot.usecases.intake import Likeness, alike, as_said
from bot.usecases.office import Office
from bot.usecases.wording import channel_word, spell_slot

MOST_SLOTS, MOST_CANDIDATES, MOST_EARLIER = 9, 4, 6
NO_PHONE = "-"
"""What the page sends when the caller leaves no number."""
_WANTS = {Intent.RESCHEDULE: "change", Intent.CANCEL: "cancel"}
_TAKEN_AS_SAID = frozenset({Intent.HOME_SERVICE, *_WANTS})
Fields = Mapping[str, str]
Json = dict[str, object]


class Particulars(Struct, frozen=True):
    """Who and what, as far as it was said or written into the fields by hand."""

    service: Service | None
    candidates: tuple[str, ...]
    name: str
    phone: str | None
    phone_wrong: bool
    who: str
    contact_name: str
    address: str
    kind: TicketKind


def particulars(office: Office, fields: Fields) -> tuple[Particulars, Reading]:
    """The sentence, read as a resident's own words would be; a field written by hand goes first."""
    reading = _heard(office, mask_id_numbers(fields.get("text", "")))
    told = said_people(reading, {})
    by_hand = {key: value for key, value in fields.items() if value.strip()}
    typed = by_hand.get("phone", "")
    phone = _read(office, typed).phone if typed and typed != NO_PHONE else reading.phone
    is_home = reading.intent is Intent.HOME_SERVICE or by_hand.get("kind") == TicketKind.HOME
    found = Particulars(
        service=office.service(by_hand.get("service", "") or reading.service or ""),
        candidates=reading.services[:MOST_CANDIDATES],
        name=by_hand.get("name", text_of(told, "name")),
        phone="" if typed == NO_PHONE else phone,
        phone_wrong=bool(phone is None and (typed not in ("", NO_PHONE) or reading.phone_invalid)),
        who=by_hand.get("for", text_of(told, "for")),
        contact_name=by_hand.get("contact_name", text_of(told, "contact_name")),
        address=by_hand.get("address", reading.home_address or ""),
        kind=TicketKind.HOME if is_home else TicketKind.VISIT,
    )
    return found, reading


async def parsed(office: Office, fields: Fields) -> Json:
    """Everything the page shows beside the sentence."""
    found, reading = particulars(office, fields)
    phone = found.phone or ""
    if moving := await own_ticket(office, fields.get("code", ""), phone):
        found = replace(found, service=office.service(moving.service), kind=moving.kind)
    same = await alike(office, phone, found.name, found.service.name if found.service else "")
    earlier = await tickets.of_phone(office.work, phone) if phone else ()
    return {
        "service": found.service.name if found.service else "",
        "candidates": list(found.candidates),
        "name": found.name,
        "phone": phone,
        "phone_wrong": found.phone_wrong,
        "for": found.who,
        "contact_name": found.contact_name,
        "address": found.address,
        "kind": found.kind.value,
        "missing": _missing(found),
        "wants": _WANTS.get(reading.intent, ""),
        **await _times(office, found, reading),
        "alike": [
            _likeness(office, each, phone) for each in sorted(same, key=lambda e: not e.is_same)
        ],
        "earlier": [
            ticket_line(office, ticket)
            for ticket in reversed(earlier)
            if ticket.status not in OPEN_STATUSES
        ][:MOST_EARLIER],
    }


def _likeness(office: Office, found: Likeness, phone: str) -> Json:
    ticket = found.ticket
    return {
        "text": ticket_line(office, ticket),
        "channel": channel_word(office, ticket.channel),
        "same": found.is_same,
        "code": ticket.code if ticket.phone == phone else "",
        "can_move": ticket.starts_at is not None,
    }


async def own_ticket(office: Office, code: str, phone: str) -> Ticket | None:
    """The open ticket `code` of whoever calls from `phone`; None for any other."""
    ticket = await tickets.by_code(office.work, code) if code and phone else None
    is_theirs = ticket is not None and ticket.phone == phone and ticket.status in OPEN_STATUSES
    return ticket if is_theirs else None


def _missing(found: Particulars) -> list[str]:
    lacks = {
        "service": found.service is None,
        "phone": found.phone is None,
        "address": found.kind is TicketKind.HOME and not found.address,
        "name": not found.name,
    }
    return [key for key, is_missing in lacks.items() if is_missing]


async def _times(office: Office, found: Particulars, reading: Reading) -> Json:
    """Free times, those wished for first; `chosen`: the one that is as wished, else none."""
    if found.service is None or found.kind is TicketKind.HOME:
        return {"slots": [], "chosen": None, "why": ""}
    wish = reading.time
    met = await find_slot(office, found.service, wish) if wish else Found()
    first = met.slot or (met.offered[0] if met.offered and not met.refused else None)
    near = first.start if first else (wish.start if wish and wish.start else office.now)
    free = await nearest_free(office, found.service, near, MOST_SLOTS)
    wished = (met.slot,) if met.slot else met.offered
    shown = tuple({slot.start: slot for slot in (*wished, *free)}.values())[:MOST_SLOTS]
    shown = tuple(sorted(shown, key=lambda slot: slot.start))
    return {
        "slots": [_slot(office, slot) for slot in shown],
        "chosen": to_ms(first.start) if first else None,
        "why": met.why if met.refused else "",
    }


def _slot(office: Office, slot: Slot) -> Json:
    text = spell_slot(office.snapshot, slot.start, slot.end)
    return {"start": to_ms(slot.start), "text": text}


def _heard(office: Office, text: str) -> Reading:
    """居住证 周六上午 from somebody on the phone asks for an appointment, as 代约 does."""
    said = as_said(office, text)
    reading = _read(office, said)
    is_clear = reading.intent is Intent.BOOK and reading.service is not None
    if not said or is_clear or reading.intent in _TAKEN_AS_SAID:
        return reading
    return _read(office, office.say("call.said.book", text=said))


def _read(office: Office, text: str) -> Reading:
    return read(text, office.now, office.snapshot.knowledge)
