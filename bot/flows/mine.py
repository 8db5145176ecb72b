"""My appointments: what I booked and where it stands."""

from bot.flows.base import Flow, Reply, Turn
from bot.flows.parts.tickets import foreign, line, listed, mine
from bot.storage import tickets
from bot.understanding.reading import Intent
from bot.usecases.wording import when_of

NAME = "mine"
LATEST = 3


async def begin(turn: Turn) -> Reply:
    """One ticket in full, several as a list; none: how to book."""
    own = await mine(turn)
    code = turn.reading.ticket_code
    if code:
        every = await tickets.of_contact(turn.office.work, turn.contact.id)
        ticket = next((one for one in every if one.code == code), None)
        return Reply((line(turn, ticket) + _how(turn),)) if ticket else foreign(turn)
    if not own:
        return await _past(turn)
    if len(own) > 1:
        return Reply((turn.say("mine.list", tickets=listed(turn, own)) + _how(turn),))
    ticket = own[0]
    service = turn.office.service(ticket.service)
    text = turn.say(
        "mine.one",
        line=line(turn, ticket),
        when=when_of(turn.office.snapshot, ticket),
        materials="、".join(service.materials) if service and service.materials else "-",
        place=turn.office.window_of(service) if service else "",
    )
    return Reply((text + _how(turn),))


async def _past(turn: Turn) -> Reply:
    every = await tickets.of_contact(turn.office.work, turn.contact.id)
    if not every:
        return Reply((turn.say("mine.none"),))
    latest = "\n".join(line(turn, ticket) for ticket in every[-LATEST:])
    return Reply((turn.say("mine.past", tickets=latest),))


def _how(turn: Turn) -> str:
    return "\n" + turn.say("mine.how")


FLOW = Flow(NAME, frozenset({Intent.QUERY_TICKET}), begin)
