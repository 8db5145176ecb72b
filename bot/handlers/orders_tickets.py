"""Which ticket or task a staff message means: by code, by quote, or the only one there is."""

import difflib
from dataclasses import dataclass

from bot.domain.messages import InboundMessage
from bot.domain.tickets import Ticket
from bot.handlers.commands.base import Command
from bot.handlers.orders_hearing import Heard
from bot.storage import outbox, tasks, tickets
from bot.storage.tasks import TASK_LETTER, Task
from bot.usecases.agenda import MOST_LINES, open_tickets, ticket_line
from bot.usecases.office import Office, numbered
from bot.usecases.tickets import AT_ONCE, last_move

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Named:
    """What was named: a ticket, a task, or a note about a ticket that is also a task."""

    ticket: Ticket | None = None
    task: Task | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing was named."""
        return self.ticket is None and self.task is None


@dataclass(frozen=True, slots=True)
class Ask:
    """Nothing may be done yet: what to ask."""

    text: str


async def name_ticket(office: Office, message: InboundMessage, heard: Heard) -> Named | Ask:
    """What was named by code or quote; asks when they differ, when there are several codes, or
    when there is no such thing."""
    quoted = await _quoted(office, message)
    about = {thing.code for thing in (quoted.ticket, quoted.task) if thing}
    others = [code for code in heard.codes if code not in about]
    if len(heard.codes) > 1 or (others and about):
        codes = dict.fromkeys([*heard.codes, *sorted(about if others else ())])
        return Ask(office.say("staff.one_at_a_time", codes="、".join(codes)))
    return await _by_code(office, heard.codes[0]) if heard.codes else quoted


async def _by_code(office: Office, code: str) -> Named | Ask:
    if code.startswith(TASK_LETTER):
        task = await tasks.by_id(office.work, int(code[1:]))
        return Named(task=task) if task else Ask(office.say("staff.no_such_code", code=code))
    ticket = await tickets.by_code(office.work, code)
    return Named(ticket) if ticket else Ask(await _no_such(office, code))


async def own_task(office: Office, name: str) -> Named:
    """The task that `name` looks after, when it is the only one (已电话 without a number)."""
    own = [task for task in await tasks.open_tasks(office.work) if task.taken_by == name]
    return Named(task=own[0]) if len(own) == 1 else Named()


async def only_one(office: Office, command: Command, *, certain: bool) -> Ticket | Ask:
    """The only ticket a verb alone can mean; else asks which one, nothing is changed.

    `certain` False: something was quoted that we do not know, so even the only one is asked about.
    """
    found = [t for t in await open_tickets(office) if t.status in command.on]
    if len(found) == 1 and certain and not command.everyday:
        return found[0]
    verb = command.verbs[0]
    if not found:
        return Ask("" if command.everyday else await _none_open(office, verb))
    lines = numbered(ticket_line(office, ticket) for ticket in found[:MOST_LINES])
    return Ask(office.say("staff.which", verb=verb, lines=lines, code=found[0].code))


async def _none_open(office: Office, verb: str) -> str:
    """Of two who write a bare 确认 at once the second hears who was first."""
    said = office.say("staff.none_open", verb=verb)
    for ticket in reversed(await open_tickets(office)):
        last = await last_move(office, ticket)
        if last and last.actor.name in office.config.staff and office.now - last.at < AT_ONCE:
            return said + office.say(
                "staff.just_done",
                actor=last.actor.name,
                act=office.say(f"act.{last.act}"),
                code=ticket.code,
            )
    return said


async def _quoted(office: Office, message: InboundMessage) -> Named:
    if not message.quoted:
        return Named()
    room = message.room or message.contact
    code, key = await outbox.quoted(office.work, room, message.quoted)
    if code and code.startswith(TASK_LETTER):
        return Named(task=await tasks.by_id(office.work, int(code[1:])))
    ticket = await tickets.by_code(office.work, code) if code else None
    return Named(ticket, await tasks.by_key(office.work, key) if key else None)


async def _no_such(office: Office, code: str) -> str:
    known = [ticket.code for ticket in await open_tickets(office)]
    near = difflib.get_close_matches(code, known, _NEAREST, cutoff=0.5)
    if not near:
        return office.say("staff.no_such_code", code=code)
    return office.say("staff.no_such_code_but", code=code, codes="、".join(near))
