"""What one arrival does inside its transaction: dedupe, order or talk, letters, conversation."""

from collections.abc import Callable
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.messages import (
    PICTURE,
    ContactRef,
    InboundMessage,
    MessageKind,
    Purpose,
    is_member_only,
)
from bot.domain.refusals import AlreadyDone, IllegalAct, Refusal, TimePassed
from bot.flows.engine import Engine
from bot.handlers.commands.base import Spoken
from bot.handlers.orders import take_order
from bot.handlers.orders_binding import is_private_binding
from bot.handlers.speaking_for import speak_for, talk_on
from bot.storage import contacts, inbox, outbox, staff, tickets
from bot.storage.contacts import Contact
from bot.storage.outbox import Letter
from bot.storage.tasks import TaskKind
from bot.understanding import Reading, read
from bot.understanding.reading import Signal
from bot.usecases.notices import staff_group
from bot.usecases.office import Office
from bot.usecases.people import HandOver, bring_in, hand_over, part_with
from bot.usecases.receipts import hear_receipt
from bot.usecases.rooms import heed, is_news
from bot.usecases.tasks import TaskTaken
from bot.usecases.wording import spell_refusal

GRACE = timedelta(seconds=15)
"""How long a passive answer waits for the platform before the courier sends it (house.md 7)."""

_ABOUT = (IllegalAct, AlreadyDone, TaskTaken, TimePassed)
"""The refusals that name what they are about."""

Fits = Callable[[tuple[str, ...]], int]
Rows = tuple[tuple[int, str], ...]


class Arrival(Struct, frozen=True):
    """One message with its reading; `fits`: how many texts a passive reply of its channel takes."""

    message: InboundMessage
    reading: Reading
    fits: Fits

    @property
    def back(self) -> ContactRef:
        """Where an answer goes: the group it was written in, else its writer."""
        return self.message.room or self.message.contact


async def take(office: Office, engine: Engine, arrival: Arrival) -> Rows:
    """The whole turn; returns the (id, text) of the passive answer; a repeat gets the same."""
    message = arrival.message
    if message.kind is MessageKind.RECEIPT:
        await hear_receipt(office, message)
        return ()
    if is_news(message):
        await heed(office, message)
        return ()
    contact = await contacts.meet(office.work, message.contact, message.window, office.now)
    if not await inbox.remember(office.work, message.key, contact.id, office.now):
        return await _answers(office, arrival)
    if message.kind is MessageKind.UNFOLLOW:
        await part_with(office, contact)
        return ()
    if await _is_staff_talk(office, message):
        await _take_order(office, engine, arrival)
        return ()
    if message.room is not None:
        return await _ask_into_private(office, contact, arrival)
    if message.scene and message.kind in (MessageKind.SCAN, MessageKind.FOLLOW):
        contact = await bring_in(office, contact, message.scene)
    return await _talk(office, engine, contact, arrival)


async def refuse(office: Office, arrival: Arrival, refusal: Refusal) -> Rows:
    """The turn was rolled back because a rule said no: speak the refusal, change nothing else."""
    about = refusal.code if isinstance(refusal, _ABOUT) else None
    return await _say_instead(office, arrival, spell_refusal(office, refusal), about)


async def apologise(office: Office, arrival: Arrival) -> Rows:
    """A bug: one apology, one task for staff, and the message is not lost (house.md section 5)."""
    rows = await _say_instead(office, arrival, office.say("talk.broken"))
    contact = await contacts.find(office.work, arrival.message.contact)
    if contact is not None:
        over = HandOver(TaskKind.HANDOVER, arrival.reading.masked, "group.broken")
        await hand_over(office, contact, over)
    return rows


async def _say_instead(
    office: Office, arrival: Arrival, text: str, about: str | None = None
) -> Rows:
    """`about`: the code of the ticket, so that staff may quote what they were answered."""
    message = arrival.message
    contact = await contacts.meet(office.work, message.contact, message.window, office.now)
    if not await inbox.remember(office.work, message.key, contact.id, office.now):
        return await _answers(office, arrival)
    in_group = arrival.message.room is not None
    return await _reply(office, arrival, (text,), about if in_group else None)


async def _ask_into_private(office: Office, contact: Contact, arrival: Arrival) -> Rows:
    """A resident called us in a group of residents: nothing of theirs is said or kept where others
    read it, but who is in danger is told the numbers, and staff are called."""
    centre = office.config.centre
    if arrival.reading.signal is not Signal.DANGER:
        return await _reply(office, arrival, (office.say("talk.in_group", phone=centre.phone),))
    over = HandOver(TaskKind.HANDOVER, arrival.reading.masked, "group.danger")
    await hand_over(office, contact, over)
    numbers = "、".join(f"{one.name} {one.number}" for one in centre.emergency)
    return await _reply(office, arrival, (office.say("person.danger", numbers=numbers),))


async def _is_staff_talk(office: Office, message: InboundMessage) -> bool:
    """Everything in the staff group; privately the bound accounts of the staff group's channel."""
    group = staff_group(office)
    if message.room is not None:
        return message.room == group
    if is_private_binding(message.text):
        return True
    if group is None or message.contact.channel != group.channel:
        return False
    return await staff.bound_name(office.work, message.contact) is not None


async def _take_order(office: Office, engine: Engine, arrival: Arrival) -> None:
    message = arrival.message

    def read_part(text: str) -> Reading:
        return read(text, office.now, office.snapshot.knowledge)

    async def speak_as(ref: ContactRef, text: str) -> Spoken:
        spoken = InboundMessage(message.key, ref, MessageKind.TEXT, text, message.at)
        clerk = await staff.bound_name(office.work, message.contact) or ""
        return await speak_for(replace(office, receiver=clerk), engine, spoken, read_part(text))

    answer = await take_order(office, message.contact, message, read_part, speak_as)
    if answer is None or not answer.text:
        return
    # How to bind may be read by the others where its asker cannot be written to.
    is_whispered = answer.to_private and not is_member_only(message.contact)
    to = message.contact if is_whispered else arrival.back
    purpose = Purpose.GROUP if to == message.room else Purpose.REPLY
    fields = await _standing_of(office, answer.ticket)
    if answer.picture:
        fields[PICTURE] = answer.picture
    letter = Letter(to, answer.text, purpose, message.key, answer.ticket, fields=fields)
    await outbox.put(office.work, letter, office.now)


async def _standing_of(office: Office, code: str | None) -> dict[str, str]:
    """For channels that show it: how the ticket stands now, which a card's buttons depend on."""
    ticket = await tickets.by_code(office.work, code) if code else None
    return {"status": ticket.status.value} if ticket else {}


async def _talk(office: Office, engine: Engine, contact: Contact, arrival: Arrival) -> Rows:
    answered = await talk_on(office, engine, contact, arrival.message, arrival.reading)
    return await _reply(office, arrival, answered.texts)


async def _reply(
    office: Office, arrival: Arrival, texts: tuple[str, ...], about: str | None = None
) -> Rows:
    """What fits goes out with the passive reply, or after the grace; the rest follows."""
    spoken = tuple(filter(None, texts))
    fields = await _standing_of(office, about)
    passive = arrival.fits(spoken) if arrival.message.passive and spoken else 0
    rows: list[tuple[int, str]] = []
    for number, text in enumerate(spoken):
        due_at = office.now + GRACE if number < passive else None
        letter = Letter(
            arrival.back, text, Purpose.REPLY, arrival.message.key, about, due_at, fields=fields
        )
        row_id = await outbox.put(office.work, letter, office.now)
        if row_id is not None and number < passive:
            rows.append((row_id, text))
    return tuple(rows)


async def _answers(office: Office, arrival: Arrival) -> Rows:
    """What this message was answered with when it came for the first time."""
    if not arrival.message.passive:
        return ()
    rows = await outbox.answers(office.work, arrival.message.key, arrival.message.contact)
    texts = tuple(text for _, text in rows)
    return rows[: arrival.fits(texts)] if rows else ()
