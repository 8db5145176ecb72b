"""What every end of a booking shares: who it is for, what is remembered, the second matter."""

from bot.flows.base import Reply, Turn
from bot.flows.parts.people import applicant_of, text_of
from bot.storage import contacts
from bot.storage.conversations import Draft

NAME = "booking"


def applicant(turn: Turn, draft: Draft) -> str:
    """Whose matter it is, as it is read back."""
    who, contact = text_of(draft, "for"), text_of(draft, "contact_name")
    name = applicant_of(draft) or turn.say("ticket.no_name")
    if not who:
        return name
    key = "booking.for_with_contact" if contact else "booking.for"
    return turn.say(key, name=name, who=who, contact=contact)


async def remember(turn: Turn, draft: Draft) -> None:
    """Next time the name and phone need not be asked again."""
    own = text_of(draft, "contact_name") if draft.get("for") else text_of(draft, "name")
    own = "" if draft.get("beside") else own  # the next of several people
    known = await contacts.resident_of(turn.office.work, turn.contact)
    name = own or (known.name if known else "")
    phone = text_of(draft, "phone") or (known.phone if known else "")
    if known is None or (known.name, known.phone) != (name, phone):
        await contacts.introduce(turn.office.work, turn.contact, name, phone, turn.office.now)


def and_later(turn: Turn, text: str, draft: Draft) -> Reply:
    """`text`, and whether to go on with the second matter of the first message."""
    later = draft.get("later")
    if not isinstance(later, list) or not later:
        return Reply((text,))
    question = turn.say("booking.ask_later", service=later[0])
    return Reply((text, question), NAME, "later", draft)
