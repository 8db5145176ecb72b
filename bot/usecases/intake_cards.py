"""The card of a call: what was understood, what is missing, what exists already, what to say."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.masking import mask_address, mask_person, title_name
from bot.domain.tickets import Ticket, TicketKind
from bot.storage import contacts
from bot.storage.calls import Call
from bot.storage.contacts import Contact
from bot.storage.conversations import Conversation, Draft
from bot.storage.unit_of_work import from_ms
from bot.understanding import Reading
from bot.understanding.kin import titled
from bot.usecases.agenda import ticket_line
from bot.usecases.booking import slot_at
from bot.usecases.intake import BOOKING, alike, shown_phone
from bot.usecases.office import Office
from bot.usecases.wording import channel_word, spell_clock, spell_slot, spell_start, when_of

MOST_ALIKE = 3
_ASKED = frozenset({"service", "time", "change", "later"})
"""Questions that go to the caller in the words of the talk, with its numbers."""
_UNANSWERED = _ASKED | {"address", "phone"}


class Heard(Struct, frozen=True):
    """What the talk answered to the clerk's words, and their reading.

    `hidden`: names and address that the group may not read; `whole`: the clerk alone reads it,
    nothing is masked; `is_aside`: the booking stands where it stood, a question was answered.
    """

    texts: tuple[str, ...]
    reading: Reading
    hidden: tuple[tuple[str, ...], str] = ((), "")
    whole: bool = False
    is_aside: bool = False


async def spell_card(
    office: Office, whose: tuple[Call, Contact, Conversation], heard: Heard
) -> str:
    """The parsed card of a booking; of any other talk, what to tell the caller."""
    call, contact, talk = whose
    header = office.say(
        "call.header",
        code=call.code,
        channel=channel_word(office, contact.ref.channel),
        clerk=call.clerk,
    )
    resident = await contacts.resident_of(office.work, contact)
    phone = _text(talk.draft, "phone") or (resident.phone if resident else "")
    if talk.flow != BOOKING:
        answer = _masked("\n".join(heard.texts), heard)
        foot = office.say("call.foot_answer")
        return "\n".join([header, office.say("call.tell", text=answer), foot])
    known = await _understood(office, talk.draft, phone, heard)
    question = _question(office, talk, _hiding(talk.draft, heard))
    lacking = _lacking(office, talk, heard, phone)
    likes = await _alike(office, phone, talk.draft)
    is_open = talk.step in _UNANSWERED and not (talk.step == "time" and talk.draft.get("met"))
    foot = office.say("call.foot_open" if is_open else "call.foot_ready")
    return "\n".join(filter(None, [header, *known, question, lacking, *likes, foot]))


def spell_booked(office: Office, call: Call, ticket: Ticket, later: str) -> str:
    """The code and the sentence to say; `later`: what the caller also asked for."""
    told = office.say(
        "call.booked", call=call.code, code=ticket.code, text=sentence(office, ticket)
    )
    return "\n".join(filter(None, (told, later)))


def sentence(office: Office, ticket: Ticket) -> str:
    """What the clerk says to the caller about a new ticket."""
    service = office.service(ticket.service)
    materials = "、".join(service.materials) if service else ""
    bring = "call.prepare" if ticket.kind is TicketKind.HOME else "call.bring"
    return office.say(
        f"call.sentence_{ticket.kind.value}",
        code=ticket.code,
        service=ticket.service,
        when=when_of(office.snapshot, ticket),
        bring=office.say(bring, materials=materials) if materials else "",
        place=office.window_of(service) if service else "",
        phone=office.config.centre.phone,
    )


async def booked_before(office: Office, contact: Contact, talk: Conversation) -> Ticket | None:
    """An open appointment of the same phone, name and service as the call that is to be booked."""
    resident = await contacts.resident_of(office.work, contact)
    phone = _text(talk.draft, "phone") or (resident.phone if resident else "")
    service, name = _text(talk.draft, "service"), _text(talk.draft, "name")
    if talk.flow != BOOKING or not (phone and service):
        return None
    found = await alike(office, phone, name, service)
    return next((like.ticket for like in found if like.is_same), None)


async def _understood(office: Office, draft: Draft, phone: str, heard: Heard) -> list[str]:
    name, contact_name = _text(draft, "name"), _text(draft, "contact_name")
    who, home = _text(draft, "for"), _text(draft, "home_address")
    name = titled(name, who) if name else ""
    values = {
        "service": _text(draft, "service"),
        "when": await _when(office, draft),
        "name": _name(name, heard),
        "caller": _name(contact_name, heard),
        "phone": shown_phone(phone, whole=heard.whole),
        "for": who,
        "address": home if heard.whole else mask_address(home),
        "kind": office.say(f"call.kind.{draft['kind']}") if draft.get("kind") else "",
    }
    return [office.say(f"call.line.{key}", value=value) for key, value in values.items() if value]


def _name(name: str, heard: Heard) -> str:
    return name if heard.whole else title_name(name)


async def _when(office: Office, draft: Draft) -> str:
    """The chosen time; else the first of those that are as the caller wished, and the others."""
    service, slot = office.service(_text(draft, "service")), draft.get("slot")
    offered = draft.get("offered")
    first = slot if isinstance(slot, int) else None
    others: list[object] = []
    if first is None and draft.get("met") and isinstance(offered, list) and offered:
        first, others = offered[0], offered[1:]
    if service is None or first is None:
        return ""
    start = from_ms(first)
    found = await slot_at(office, service, start)
    when = spell_slot(office.snapshot, start, found.end) if found else ""
    if not others:
        return when
    spelled = [
        f"{number} {_clock_of(office, from_ms(each), start)}"
        for number, each in enumerate(others, 2)
    ]
    return office.say("call.first_of", when=when, others="、".join(spelled))


def _clock_of(office: Office, at: datetime, first: datetime) -> str:
    """09:30 of the same day as the first, else with its day."""
    return spell_clock(at) if at.date() == first.date() else spell_start(office.snapshot, at)


def _question(office: Office, talk: Conversation, heard: Heard) -> str:
    """What must be answered before it can be booked, as the caller is asked."""
    if heard.is_aside and talk.step not in _ASKED:
        return office.say("call.tell", text=_masked("\n".join(heard.texts), heard))
    if talk.step not in _ASKED or (talk.step == "time" and talk.draft.get("met")):
        return ""
    texts = heard.texts if heard.is_aside else heard.texts[-1:]
    return office.say("call.ask", text=_masked("\n".join(texts), heard))


def _hiding(draft: Draft, heard: Heard) -> Heard:
    names, address = heard.hidden
    told = (*names, _text(draft, "name"), _text(draft, "contact_name"))
    return replace(heard, hidden=(told, address or _text(draft, "home_address")))


def _lacking(office: Office, talk: Conversation, heard: Heard, phone: str) -> str:
    draft = talk.draft
    keys = ["phone_wrong"] if heard.reading.phone_invalid and not heard.reading.phone else []
    if not phone and draft.get("phone") is None and not keys:
        keys.append("phone")
    if talk.step == "address":
        keys.append("address")
    if not (draft.get("name") or draft.get("nameless")):
        keys.append("name_for" if draft.get("for") else "name")
    pieces = [office.say(f"call.lacks.{key}", who=_text(draft, "for")) for key in keys]
    return office.say("call.lacking", pieces="；".join(pieces)) if pieces else ""


async def _alike(office: Office, phone: str, draft: Draft) -> list[str]:
    service, name = _text(draft, "service"), _text(draft, "name")
    found = await alike(office, phone, name, service)
    lines = [
        office.say(
            "call.same" if like.is_same else "call.other",
            line=ticket_line(office, like.ticket),
            channel=channel_word(office, like.ticket.channel),
        )
        for like in sorted(found, key=lambda like: not like.is_same)[:MOST_ALIKE]
    ]
    return [office.say("call.alike"), *lines] if lines else []


def _masked(text: str, heard: Heard) -> str:
    return text if heard.whole else mask_person(text, *heard.hidden)


def _text(draft: Draft, key: str) -> str:
    value = draft.get(key)
    return value if isinstance(value, str) else ""
