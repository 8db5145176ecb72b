"""Which of my appointments: picking one of the contact's open tickets (mission 3.17)."""

from collections.abc import Sequence

from bot.domain.tickets import Status, Ticket
from bot.flows.base import Reply, Turn
from bot.storage import tickets
from bot.storage.conversations import Draft
from bot.usecases.office import numbered
from bot.usecases.wording import status_word, when_of

CHANGEABLE = frozenset({Status.REQUESTED, Status.CONFIRMED})


async def mine(turn: Turn) -> tuple[Ticket, ...]:
    """The contact's own tickets that are not over."""
    own = await tickets.of_contact(turn.office.work, turn.contact.id)
    return tuple(ticket for ticket in own if ticket.status in CHANGEABLE)


async def pick(turn: Turn, own: Sequence[Ticket]) -> Ticket | None:
    """The one meant: by code, by number in the list shown, by service, or as the only one."""
    reading = turn.reading
    if reading.ticket_code:
        return next((t for t in own if t.code == reading.ticket_code), None)
    codes = turn.draft.get("codes")
    if isinstance(codes, list) and reading.choice and reading.choice <= len(codes):
        return next((t for t in own if t.code == codes[reading.choice - 1]), None)
    if reading.service:
        same = [ticket for ticket in own if ticket.service == reading.service]
        own = same or own
    return own[0] if len(own) == 1 else None


def listed(turn: Turn, own: Sequence[Ticket]) -> str:
    """The tickets, one a line, numbered."""
    return numbered(line(turn, ticket) for ticket in own)


def line(turn: Turn, ticket: Ticket) -> str:
    """One ticket in one line, for its owner."""
    return turn.say(
        "mine.line",
        code=ticket.code,
        service=ticket.service,
        when=when_of(turn.office.snapshot, ticket),
        status=status_word(turn.office, ticket),
    )


def ask_which(turn: Turn, flow: str, own: Sequence[Ticket]) -> Reply:
    """Ask which one; nothing is said about tickets of others."""
    draft: Draft = {"codes": [ticket.code for ticket in own]}
    text = turn.say("mine.which", tickets=listed(turn, own))
    return Reply((text,), flow, "which", draft)


async def by_draft(turn: Turn) -> Ticket | None:
    """The ticket a draft is about, if it is still this contact's."""
    own = await mine(turn)
    return next((ticket for ticket in own if ticket.code == turn.draft.get("code")), None)


async def ask_which_again(turn: Turn) -> str:
    """The list in short form."""
    codes = turn.draft.get("codes")
    own = [t for t in await mine(turn) if isinstance(codes, list) and t.code in codes]
    return turn.say("mine.which", tickets=listed(turn, own))


def foreign(turn: Turn) -> Reply:
    """No such ticket of yours: the same words whether it exists or not."""
    return Reply((turn.say("mine.not_yours", phone=turn.office.config.centre.phone),))
