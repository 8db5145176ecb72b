"""What happened to a chat, as its platform tells: members left, switches were turned, orders were
taken back. Telling it twice changes nothing."""

from bot.domain.masking import title_name
from bot.domain.messages import CHAT_NEWS, InboundMessage, MessageKind, Purpose
from bot.domain.services import Role
from bot.domain.tickets import OPEN_STATUSES, Ticket
from bot.domain.windows import PLATFORM_CONSENTS
from bot.storage import consents, contacts, due, rooms, staff, tickets
from bot.storage.outbox import Letter
from bot.usecases.notices import GroupNote, staff_group, tell_group, tell_member
from bot.usecases.office import Office
from bot.usecases.wording import channel_word


def is_news(message: InboundMessage) -> bool:
    """Whether nobody said this: a platform tells what happened to a chat."""
    return message.kind in CHAT_NEWS


async def heed(office: Office, message: InboundMessage) -> None:
    """Take note of `message`, which `is_news`, and tell whom it concerns."""
    match message.kind:
        case MessageKind.LEFT:
            await _member_left(office, message)
        case MessageKind.REMOVED:
            await _we_are_out(office, message)
        case MessageKind.PUSH_ON | MessageKind.PUSH_OFF:
            is_on = message.kind is MessageKind.PUSH_ON
            await _switch_turned(office, message, is_on=is_on)
        case MessageKind.CONSENT:
            await _notices_allowed(office, message)
        case MessageKind.RECALL:
            await _order_taken_back(office, message)
        case _:
            raise ValueError(message.kind)


async def _member_left(office: Office, message: InboundMessage) -> None:
    """Whoever is no longer in the staff group gives no more orders, here and in private."""
    account = message.contact
    if message.room is None or message.room != staff_group(office):
        return
    name = await staff.bound_name(office.work, account)
    if name is None:
        return
    await staff.suspend(office.work, name, account.channel, office.now)
    text = office.say("room.member_left", name=name)
    note = GroupNote(text, to=office.admin, unique_key=f"left:{message.key}")
    await tell_group(office, note)


async def _we_are_out(office: Office, message: InboundMessage) -> None:
    if message.room is not None and message.room == staff_group(office):
        await _tell_admins(office, office.say("room.we_are_out"), message.key)


async def _switch_turned(office: Office, message: InboundMessage, *, is_on: bool) -> None:
    ref = message.contact
    if is_on:
        await due.wake(office.work, ref, office.now)
    if not await rooms.turn_switch(office.work, ref, office.now, is_on=is_on):
        return
    if ref == staff_group(office):
        text = office.say("room.push_on" if is_on else "room.push_off")
        note = GroupNote(text, to=office.admin, unique_key=f"push:{message.key}")
        await tell_group(office, note)
        if not is_on:
            await _tell_admins(office, text, message.key)
    elif not is_on:
        await _tell_of_resident(office, message)


async def _notices_allowed(office: Office, message: InboundMessage) -> None:
    rules = PLATFORM_CONSENTS.get(message.contact.channel)
    for consent in message.consents if rules else ():
        more = rules.notices if rules else 0
        await consents.hear(office.work, message.contact, consent, more, message.at)


async def _tell_of_resident(office: Office, message: InboundMessage) -> None:
    """Staff who are about to write to a resident know before they write."""
    contact = await contacts.find(office.work, message.contact)
    if contact is None:
        return
    for ticket in await tickets.of_contact(office.work, contact.id):
        if ticket.status in OPEN_STATUSES:
            key = f"push:{message.key}:{ticket.code}"
            await tell_group(office, GroupNote(_push_off_words(office, ticket), unique_key=key))


def _push_off_words(office: Office, ticket: Ticket) -> str:
    return office.say(
        "room.resident_push_off",
        code=ticket.code,
        person=title_name(ticket.name) or office.say("ticket.no_name"),
        channel=channel_word(office, ticket.channel),
    )


async def _order_taken_back(office: Office, message: InboundMessage) -> None:
    """What was done stays done; whoever took the words back must not believe otherwise."""
    if message.room is None or message.room != staff_group(office) or not message.quoted:
        return
    code = await rooms.ticket_told_of(office.work, message.quoted)
    if code is not None:
        text = office.say("room.order_taken_back", code=code)
        note = GroupNote(text, ticket=code, unique_key=f"recall:{message.quoted}")
        await tell_group(office, note)


async def _tell_admins(office: Office, text: str, key: str) -> None:
    """Privately, where they have an account that can be written to."""
    group = staff_group(office)
    if group is None:
        return
    for name in office.holders(Role.ADMIN):
        letter = Letter(group, text, Purpose.NOTICE, unique_key=f"{key}:{name}")
        await tell_member(office, name, letter)
