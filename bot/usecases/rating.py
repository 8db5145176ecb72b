"""The resident's grade for a served ticket: it is asked for once, and closes the ticket."""

from msgspec.structs import replace

from bot.domain.rating import REASONS, Grade
from bot.domain.refusals import IllegalAct
from bot.domain.tickets import Act, Actor, Status, Ticket, next_status
from bot.storage import tickets
from bot.storage.contacts import Contact
from bot.storage.conversations import Conversation
from bot.storage.tickets import Entry
from bot.usecases.booking import RESIDENT
from bot.usecases.laying_over import lay_over
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office, numbered
from bot.usecases.tasks import outdate_calls
from bot.usecases.wording import masked_person

RATING = ("rating", "grade")
"""Flow and step that hear the grade."""


def grades() -> str:
    """The six grades, numbered."""
    return numbered(grade.value for grade in Grade)


async def await_grade(office: Office, ticket: Ticket) -> None:
    """The resident's next message may be the grade; what was open goes on after it."""
    if ticket.contact_id is None:
        return

    def is_settled(talk: Conversation) -> bool:
        return talk.draft.get("code") == ticket.code or talk.flow == RATING[0]

    laid = Conversation(*RATING, {"code": ticket.code})
    await lay_over(office, ticket.contact_id, laid, is_settled)


async def unrated(office: Office, contact: Contact) -> Ticket | None:
    """The ticket of this contact that was served last and has no grade yet."""
    found = await tickets.of_contact(office.work, contact.id)
    return next((each for each in reversed(found) if each.status is Status.SERVED), None)


async def rate(office: Office, ticket: Ticket, grade: Grade) -> Ticket:
    """Keep the grade and close the ticket; a reason to complain is told to the group.

    Raises IllegalAct when the ticket is not served or was closed meanwhile.
    """
    status = next_status(ticket.status, Act.CLOSE, ticket.code)
    entry = Entry(Act.CLOSE, Actor(RESIDENT, ticket.channel), grade.value)
    after = replace(ticket, status=status, rating=grade.value)
    changed = await tickets.change(office.work, ticket, after, entry, office.now)
    if changed is None:
        raise IllegalAct(ticket.code, ticket.status, Act.CLOSE)
    await outdate_calls(office, changed)
    if grade in REASONS:
        person = masked_person(office, changed)
        text = office.say("group.rated", code=changed.code, person=person, grade=grade.value)
        await tell_group(office, GroupNote(text, ticket=changed.code, to=changed.owner or None))
    return changed
