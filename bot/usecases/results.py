"""What a resident is told about a ticket, and the open question that staff lay over their talk."""

from datetime import datetime

from msgspec.structs import replace

from bot.domain.messages import ContactRef
from bot.domain.tickets import Ticket, TicketKind
from bot.storage import listeners, outbox
from bot.storage.contacts import Contact
from bot.storage.conversations import Conversation
from bot.storage.tasks import QUESTION_PREFIX
from bot.usecases.booking import slot_at
from bot.usecases.laying_over import lay_over
from bot.usecases.linking import tell
from bot.usecases.notices import letter_about, tell_resident
from bot.usecases.office import Office
from bot.usecases.proxies import Relation, relation_to
from bot.usecases.reach import is_on_the_line
from bot.usecases.wording import channel_word, spell_slot, when_of

OFFERS = ("offers", "choose")
ASKED = ("asked", "answer")
"""Flow and step that hear the answer to 改 and to 问."""
OURS = frozenset({OFFERS[0], ASKED[0]})
QUESTION = "result.question"
_ASKING = frozenset({QUESTION, "result.offers", "result.offer_one"})
_ANSWERS = frozenset({"result.confirmed", "result.declined"})
"""What a contact is told who changed a ticket from elsewhere (mission 3.17)."""


async def ask_over(office: Office, ticket: Ticket, question: tuple[str, str]) -> None:
    """The resident's next message answers what staff asked; an older such question is replaced."""
    if ticket.contact_id is None:
        return
    laid = Conversation(*question, {"code": ticket.code})
    await lay_over(office, ticket.contact_id, laid, lambda talk: talk.flow in OURS)


async def spell_offer(office: Office, ticket: Ticket, start: datetime) -> str:
    """An offered time with its end and the kind of hours it lies in."""
    service = office.service(ticket.service)
    slot = await slot_at(office, service, start) if service else None
    return spell_slot(office.snapshot, start, slot.end if slot else start)


async def tell_outcome(office: Office, ticket: Ticket, key: str, values: dict[str, str]) -> None:
    """Put the sentence `key` about `ticket` on its way to the resident."""
    text = _spell(office, ticket, key, values)
    letter = letter_about(office, ticket, text)
    if key in _ASKING:  # a notice cannot ask: it shows neither the question nor the times
        letter = replace(letter, fields={})
    if key == QUESTION and office.cause is not None:
        # A call with a question is not outdated by later news, which storage/tasks sees by this.
        letter = replace(letter, unique_key=f"{QUESTION_PREFIX}{office.cause}")
    await outbox.put(office.work, letter, office.now)
    if key in _ANSWERS:
        for listener in await listeners.release(office.work, ticket.id):
            await tell_resident(office, ticket, text, listener)


def _spell(office: Office, ticket: Ticket, key: str, values: dict[str, str]) -> str:
    return office.say(
        key,
        code=ticket.code,
        service=ticket.service,
        when=when_of(office.snapshot, ticket),
        phone=office.config.centre.phone,
        **values,
    )


async def tell_elsewhere(office: Office, ticket: Ticket, by: Contact, key: str) -> None:
    """Tell the ticket's own contact what another contact did: one who proved it, a family member
    who manages it, or the same person elsewhere."""
    relation = await relation_to(office, ticket, by)
    stands = "call" if is_on_the_line(office, by) else relation.value
    how = office.say(f"elsewhere.{stands}", channel=channel_word(office, by.ref.channel))
    if relation is Relation.SAME:  # they know: nobody need phone because of it
        own = ContactRef(ticket.channel, ticket.address)
        await tell(office, (own,), _spell(office, ticket, key, {"how": how}))
    else:
        await tell_outcome(office, ticket, key, {"how": how})


async def tell_confirmed(office: Office, ticket: Ticket) -> None:
    """When, where, what to bring, how to change or cancel (mission 3.7)."""
    service = office.service(ticket.service)
    materials = "、".join(service.materials) if service else ""
    values = {
        "materials": materials or office.say("result.no_materials"),
        "place": place_of(office, ticket),
    }
    await tell_outcome(office, ticket, "result.confirmed", values)


def place_of(office: Office, ticket: Ticket) -> str:
    """Where it happens; a home address is the resident's own and is not repeated."""
    if ticket.kind is TicketKind.HOME:
        return office.say("result.at_home")
    service = office.service(ticket.service)
    window = service.window if service else ""
    return " ".join(part for part in (office.config.centre.address, window) if part)
