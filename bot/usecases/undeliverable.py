"""Where a message goes that its own contact cannot be given: round another way, or to staff."""

from bot.domain.masking import mask_id_numbers
from bot.domain.messages import GROUP_PREFIX, ContactRef, OutboundMessage, Purpose
from bot.storage import contacts, conversations, detours, outbox, staff, tickets
from bot.storage.contacts import Contact
from bot.storage.outbox import Letter
from bot.storage.tasks import NewTask, TaskKind
from bot.usecases.laying_over import lay_over
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office
from bot.usecases.pasting import BY_PASTING, spell_due
from bot.usecases.reach import CLERK_ONLY, other_way
from bot.usecases.results import OURS
from bot.usecases.tasks import masked, open_task, person_of
from bot.usecases.wording import channel_word, masked_person, spell_reason

POISON = "poison"


async def pass_on(office: Office, message: OutboundMessage, reason: str) -> None:
    """`message` cannot reach its contact: where a resident waits for it, it goes to their other
    contact, and where there is none staff are asked to phone, exactly once."""
    if await _is_for_a_call(office, message, reason):
        if not await _send_round(office, message):
            await _ask_for_a_call(office, message, reason)
    elif reason == POISON and (message.ticket or message.purpose is Purpose.REMINDER):
        note = office.say("delivery.parked", code=message.ticket or "", id=message.id)
        await tell_group(office, GroupNote(note, unique_key=f"parked:{message.id}"))


async def tell_of_doubt(office: Office, message: OutboundMessage) -> None:
    """Tell staff, once, that a result or a reminder may not have arrived."""
    if message.purpose is Purpose.RESULT:
        said = office.say("delivery.unknown", **await _particulars(office, message))
    elif message.purpose is Purpose.REMINDER:
        said = await _doubted_reminder(office, message)
    else:
        return
    key = f"unknown:{message.id}"
    await tell_group(office, GroupNote(said, ticket=message.ticket, unique_key=key))


def call_key(letter: int) -> str:
    """The unique key of the task to phone because of the outbox row `letter`."""
    return f"phone:{letter}"


async def _doubted_reminder(office: Office, message: OutboundMessage) -> str:
    """Whose it was, and what it was about."""
    about = message.text.partition("\n")[0]
    if message.to.address.startswith(GROUP_PREFIX):
        return office.say("delivery.unknown_in_group", about=about)
    name = await staff.bound_name(office.work, message.to) or message.to.address
    return office.say("delivery.unknown_reminder", name=name, about=about)


async def _is_for_a_call(office: Office, message: OutboundMessage, reason: str) -> bool:
    if message.to.address.startswith(GROUP_PREFIX):
        return False
    if message.purpose is Purpose.REPLY and not message.ticket and reason != POISON:
        return message.to.channel in BY_PASTING  # what we could not answer at once staff paste
    return await staff.bound_name(office.work, message.to) is None


async def _send_round(office: Office, message: OutboundMessage) -> bool:
    """Write to the resident's other contact, naming the ticket; False where none can be reached.

    Only what is about a ticket: the rest would not be understood there.
    """
    contact = await contacts.find(office.work, message.to)
    if message.ticket is None or contact is None or contact.resident_id is None:
        return False
    origin = await detours.origin_of(office.work, message.id)
    first = message if origin == message.id else await outbox.by_id(office.work, origin)
    has_fields = bool(message.fields)
    way = await other_way(
        office, contact.resident_id, origin, message.purpose, has_fields=has_fields
    )
    if way is None or first is None:
        return False
    row_id = await outbox.put(office.work, _redirected(office, first, way.to), office.now)
    if row_id is None:
        return False
    await detours.add(office.work, row_id, origin)
    first_contact = await contacts.find(office.work, first.to)
    if first_contact is not None:
        await _ask_there_too(office, first_contact, way.to, message.ticket)
    return True


def _redirected(office: Office, first: OutboundMessage, to: ContactRef) -> Letter:
    channel = channel_word(office, first.to.channel)
    said = office.say("delivery.elsewhere", channel=channel, code=first.ticket, text=first.text)
    return Letter(
        to=to,
        text=said,
        purpose=first.purpose,
        ticket=first.ticket,
        expires_at=first.expires_at,
        fields=first.fields,
        unique_key=f"detour:{first.id}:{to.channel}:{to.address}",
    )


async def _ask_there_too(office: Office, asked: Contact, to: ContactRef, code: str | None) -> None:
    """What staff asked about the ticket is answered where it is read."""
    talk = await conversations.find(office.work, asked.id)
    other = await contacts.find(office.work, to)
    if other is not None and talk.flow in OURS and talk.draft.get("code") == code:
        question = conversations.Conversation(talk.flow, talk.step, {"code": code or ""})
        await lay_over(office, other.id, question, lambda open_talk: open_talk.flow in OURS)


async def _ask_for_a_call(office: Office, message: OutboundMessage, reason: str) -> None:
    """The task belongs to the letter that was written first, wherever it went since."""
    origin = await detours.origin_of(office.work, message.id)
    first = (await outbox.by_id(office.work, origin) if origin != message.id else None) or message
    key = call_key(origin)
    text = mask_id_numbers(first.text)
    task = await open_task(office, NewTask(TaskKind.PHONE, first.to, text, first.ticket, key))
    if task is None:
        return
    values = await _particulars(office, first) | {"task": task.code}
    if first.ticket is None:
        values["person"] = masked(office, await person_of(office, task))
    if first.to.channel in BY_PASTING:
        spoken = await spell_due(office, first, values)
    else:
        sentence = "delivery.by_clerk" if reason == CLERK_ONLY else "delivery.unreachable"
        spoken = office.say(sentence, reason=spell_reason(office, reason), **values)
    await tell_group(office, GroupNote(spoken, ticket=first.ticket, unique_key=key))


async def _particulars(office: Office, message: OutboundMessage) -> dict[str, str]:
    ticket = await tickets.by_code(office.work, message.ticket) if message.ticket else None
    return {
        "code": message.ticket or office.say("delivery.no_code"),
        "person": masked_person(office, ticket) if ticket else office.say("delivery.no_person"),
        "channel": channel_word(office, message.to.channel),
    }
