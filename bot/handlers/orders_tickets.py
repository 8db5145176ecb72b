"""Which ticket or task a staff message names, by code or by quote."""

import difflib

from msgspec import Struct

from bot.domain.messages import InboundMessage
from bot.domain.tickets import Ticket
from bot.handlers.orders_hearing import Heard
from bot.storage import outbox, tasks, tickets
from bot.storage.tasks import TASK_LETTER, Task
from bot.usecases.agenda import open_tickets
from bot.usecases.office import Office

_NEAREST = 3


class Named(Struct, frozen=True):
    """What was named: a ticket, a task, or a note about a ticket that is also a task."""

    ticket: Ticket | None = None
    task: Task | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing was named."""
        return self.ticket is None and self.task is None


class Ask(Struct, frozen=True):
    """Nothing may be done yet: what to ask; `codes`: what a number in the answer stands for."""

    text: str
    codes: tuple[str, ...] = ()


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
    if ticket:
        return Named(ticket)
    near = await _near(office, code)
    return Ask(_spell_near(office, code, near), near)


async def _quoted(office: Office, message: InboundMessage) -> Named:
    if not message.quoted:
        return Named()
    room = message.room or message.contact
    code, key = await outbox.quoted(office.work, room, message.quoted)
    if code and code.startswith(TASK_LETTER):
        return Named(task=await tasks.by_id(office.work, int(code[1:])))
    ticket = await tickets.by_code(office.work, code) if code else None
    return Named(ticket, await tasks.by_key(office.work, key) if key else None)


async def no_such(office: Office, code: str) -> str:
    """That there is no such code, with the nearest there are."""
    return _spell_near(office, code, await _near(office, code))


async def _near(office: Office, code: str) -> tuple[str, ...]:
    known = [ticket.code for ticket in await open_tickets(office)]
    return tuple(difflib.get_close_matches(code, known, _NEAREST, cutoff=0.5))


def _spell_near(office: Office, code: str, near: tuple[str, ...]) -> str:
    if not near:
        return office.say("staff.no_such_code", code=code)
    return office.say("staff.no_such_code_but", code=code, codes="、".join(near))
