"""What people on the waiting list are told, and the question that is laid over their talk."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.domain.messages import Purpose
from bot.domain.slots import Slot
from bot.domain.tickets import Status
from bot.domain.waiting import WaitingEntry
from bot.storage import contacts, outbox, tasks
from bot.storage.conversations import Conversation, Draft
from bot.storage.outbox import Letter
from bot.storage.unit_of_work import ms_or_none, to_ms
from bot.usecases.booking import nearest_free
from bot.usecases.laying_over import lay_over
from bot.usecases.office import Office, numbered
from bot.usecases.wording import spell_day, spell_slot, spell_start

INVITED = ("waiting", "invited")
BOOKING = ("booking", "time")
"""Flow and step that hear the answer to an invitation and to the times offered instead."""


async def tell_invited(
    office: Office, entry: WaitingEntry, slot: Slot, answer_by: datetime
) -> None:
    """A place is kept: everything is read back, 1 takes it (mission sections 3.7 and 4)."""
    text = office.say(
        "waiting.invited",
        when=spell_slot(office.snapshot, slot.start, slot.end),
        until=spell_start(office.snapshot, answer_by),
        **particulars(office, entry),
    )
    letter = await _letter(office, entry, text, "invited")
    fields = {
        "thing": entry.service,
        "phrase": office.say(f"status.{Status.REQUESTED.value}"),
        "time": f"{slot.start:%Y-%m-%d %H:%M}",
    }
    letter = replace(letter, purpose=Purpose.RESULT, expires_at=answer_by, fields=fields)
    await outbox.put(office.work, letter, office.now)
    draft = draft_of_invited(replace(entry, place_at=slot.start))
    await lay_over(office, entry.contact_id, Conversation(*INVITED, draft, last_said=text))


async def take_back_invitation(office: Office, entry: WaitingEntry) -> None:
    """It was answered or came too late: nobody needs to send it or to phone any more."""
    key = _key(entry, "invited")
    await outbox.withdraw(office.work, key, "answered")
    await tasks.finish_phoning(office.work, key)


async def tell_passed_on(office: Office, entry: WaitingEntry) -> None:
    """No answer came in time. The question stays open, so that a late answer is understood."""
    when = spell_start(office.snapshot, entry.place_at or entry.first_at)
    text = office.say("waiting.passed_on", when=when, service=entry.service)
    letter = await _letter(office, entry, text, "passed_on")
    await outbox.put(office.work, letter, office.now)


async def tell_in_vain(office: Office, entry: WaitingEntry) -> None:
    """No place was freed in time: others are offered, a number books one of them."""
    said = office.say("waiting.in_vain", when=spell_wait(office, entry), service=entry.service)
    choices, talk = await instead(office, draft_of(entry), entry.last_at)
    text = said + choices
    letter = await _letter(office, entry, text, "in_vain")
    await outbox.put(office.work, letter, office.now)
    if talk is not None:
        await lay_over(office, entry.contact_id, replace(talk, last_said=text))


async def instead(
    office: Office, known: Draft, wanted: datetime
) -> tuple[str, Conversation | None]:
    """The three free slots nearest to `wanted` as text, and the booking talk that hears a number.

    `known`: what a draft of booking knows already, the service at least.
    """
    service = office.service(str(known["service"]))
    slots = await nearest_free(office, service, wanted) if service else ()
    if not slots:
        return office.say("time.none_at_all", phone=office.config.centre.phone), None
    lines = numbered(spell_slot(office.snapshot, slot.start, slot.end) for slot in slots)
    draft: Draft = {**known, "offered": [to_ms(slot.start) for slot in slots]}
    return office.say("time.nearest", choices=lines), Conversation(*BOOKING, draft)


def draft_of_invited(entry: WaitingEntry) -> Draft:
    """What the question whether to take the place knows, also when the entry is gone."""
    return {
        "entry": entry.id,
        "service": entry.service,  # what a question in between is about
        "place": ms_or_none(entry.place_at),
        "known": draft_of(entry),
    }


def draft_of(entry: WaitingEntry) -> Draft:
    """What the resident told already, as booking knows it."""
    known: Draft = {
        "service": entry.service,
        "name": entry.name,
        "phone": entry.phone,
        "for": entry.beneficiary,
        "contact_name": entry.contact_name,
    }
    return {key: value for key, value in known.items() if value or key == "phone"}


def spell_wait(office: Office, entry: WaitingEntry) -> str:
    """What is waited for: a slot, or from when to when."""
    service = office.service(entry.service)
    end = entry.last_at + timedelta(minutes=service.minutes if service else 0)
    if entry.first_at == entry.last_at or entry.first_at.date() == entry.last_at.date():
        return spell_slot(office.snapshot, entry.first_at, end)
    days = [spell_day(office.snapshot, at.date()) for at in (entry.first_at, entry.last_at)]
    return office.say("waiting.days", first=days[0], last=days[1])


def particulars(office: Office, entry: WaitingEntry) -> dict[str, str]:
    """Service, person and phone as they are read back."""
    name, who, contact = entry.name, entry.beneficiary, entry.contact_name
    if who:
        key = "booking.for_with_contact" if contact else "booking.for"
        name = office.say(key, name=name, who=who, contact=contact)
    phone = entry.phone or office.say("ticket.no_phone")
    return {"service": entry.service, "name": name, "phone": phone}


async def _letter(office: Office, entry: WaitingEntry, text: str, kind: str) -> Letter:
    contact = await contacts.by_id(office.work, entry.contact_id)
    assert contact is not None  # noqa: S101 - contacts are never deleted
    return Letter(
        to=contact.ref,
        text=text,
        purpose=Purpose.NOTICE,
        cause=office.cause,
        unique_key=_key(entry, kind),
    )


def _key(entry: WaitingEntry, kind: str) -> str:
    return f"waiting:{entry.id}:{kind}"
