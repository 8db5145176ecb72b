"""Which ticket a staff message means: by code, by quote, or the only one there is."""

import difflib
from dataclasses import dataclass

from bot.domain.messages import InboundMessage
from bot.domain.tickets import Ticket
from bot.handlers.commands.base import Command
from bot.handlers.orders_hearing import Heard
from bot.storage import outbox, tickets
from bot.usecases.agenda import MOST_LINES, open_tickets, ticket_line
from bot.usecases.office import Office, numbered

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Named:
    """The ticket that was named; None = none was."""

    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Nothing may be done yet: what to ask."""

    text: str


async def name_ticket(office: Office, message: InboundMessage, heard: Heard) -> Named | Ask:
    """The ticket named by code or quote; asks when they differ, when there are several codes, or
    when there is no such ticket."""
    quoted = await _quoted(office, message)
    named = tuple(dict.fromkeys([*heard.codes, *([quoted] if quoted else [])]))
    if len(named) > 1:
        return Ask(office.say("staff.one_at_a_time", codes="、".join(named)))
    if not named:
        return Named()
    ticket = await tickets.by_code(office.work, named[0])
    return Named(ticket) if ticket else Ask(await _no_such(office, named[0]))


async def only_one(office: Office, command: Command, *, certain: bool) -> Ticket | Ask:
    """The only ticket a verb alone can mean; else asks which one, nothing is changed.

    `certain` False: something was quoted that we do not know, so even the only one is asked about.
    """
    found = [t for t in await open_tickets(office) if t.status in command.on]
    if len(found) == 1 and certain and not command.everyday:
        return found[0]
    verb = command.verbs[0]
    if not found:
        return Ask("" if command.everyday else office.say("staff.none_open", verb=verb))
    lines = numbered(ticket_line(office, ticket) for ticket in found[:MOST_LINES])
    return Ask(office.say("staff.which", verb=verb, lines=lines, code=found[0].code))


async def _quoted(office: Office, message: InboundMessage) -> str | None:
    if not message.quoted:
        return None
    room = message.room or message.contact
    return await outbox.quoted_ticket(office.work, room, message.quoted)


async def _no_such(office: Office, code: str) -> str:
    known = [ticket.code for ticket in await open_tickets(office)]
    near = difflib.get_close_matches(code, known, _NEAREST, cutoff=0.5)
    if not near:
        return office.say("staff.no_such_code", code=code)
    return office.say("staff.no_such_code_but", code=code, codes="、".join(near))
