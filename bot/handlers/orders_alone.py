"""Which ticket or task a verb means that was said without a code; else it is asked which."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from bot.domain.tickets import Ticket
from bot.handlers.commands.base import Command
from bot.handlers.orders_tickets import Ask, Named
from bot.storage import tasks
from bot.storage.tasks import Task
from bot.usecases.agenda import MOST_LINES, open_tickets, ticket_line
from bot.usecases.office import Office, numbered
from bot.usecases.tasks import task_line
from bot.usecases.tickets import AT_ONCE, last_act


class Spoken(Struct, frozen=True):
    """The verb as it was said by `name`, a member of staff."""

    command: Command
    verb: str
    name: str

    @property
    def is_by_name(self) -> bool:
        """Whether it is the command's own name, which is hardly ever mere talk."""
        return self.verb in ("", self.command.verbs[0])


async def meant(office: Office, spoken: Spoken, *, certain: bool) -> Named | Ask:
    """The only thing a verb alone can mean; else asks which one, nothing is changed.

    `certain` False: something was quoted that we do not know, so even the only one is asked about.
    """
    command = spoken.command
    found = [t for t in await open_tickets(office) if t.status in command.on]
    chores = await _chores(office, spoken)
    if command.alone is None:
        if len(found) == 1 and certain and not command.everyday:
            return Named(found[0])
    elif certain:
        likely = [t for t in found if _fits(spoken, t, office.now)]
        if one := _surest(spoken, likely, chores):
            return one
        found = likely or (found if spoken.is_by_name else [])
    if not (found or chores):
        return Ask(await _none_open(office, spoken))
    return await _ask_which(office, spoken, (found[:MOST_LINES], chores[:MOST_LINES]))


def _fits(spoken: Spoken, ticket: Ticket, now: datetime) -> bool:
    fits = spoken.command.alone.ticket if spoken.command.alone else None
    return fits is not None and fits(ticket, spoken.name, now)


def _surest(spoken: Spoken, likely: Sequence[Ticket], chores: Sequence[Task]) -> Named | None:
    """The only one that fits; a task of nobody is no rival where only one's own are acted on."""
    own_only = spoken.command.alone is not None and spoken.command.alone.own_only
    sure = [task for task in chores if not own_only or task.taken_by == spoken.name]
    if len(likely) + len(sure) != 1:
        return None
    return Named(likely[0]) if likely else Named(task=sure[0])


async def _chores(office: Office, spoken: Spoken) -> list[Task]:
    """The tasks that fit; of those the ones its speaker looks after. What is hardly more than talk
    (打过了) is only about their own."""
    fits = spoken.command.alone.task if spoken.command.alone else None
    if fits is None:
        return []
    found = [task for task in await tasks.open_tasks(office.work) if fits(task, spoken.name)]
    own = [task for task in found if task.taken_by == spoken.name]
    return own or (found if spoken.is_by_name else [])


async def _ask_which(
    office: Office, spoken: Spoken, found: tuple[Sequence[Ticket], Sequence[Task]]
) -> Ask:
    waiting, chores = found
    lines = [ticket_line(office, ticket) for ticket in waiting]
    lines += [(await task_line(office, task)).strip() for task in chores]
    codes = (*(ticket.code for ticket in waiting), *(task.code for task in chores))
    verb = spoken.command.verbs[0]
    text = office.say("staff.which", verb=verb, lines=numbered(lines), code=codes[0])
    return Ask(text, codes)


async def _none_open(office: Office, spoken: Spoken) -> str:
    """Of two who write a bare 确认 at once the second hears who was first."""
    if spoken.command.everyday and not spoken.is_by_name:
        return ""
    said = office.say("staff.none_open", verb=spoken.verb or spoken.command.verbs[0])
    for ticket in reversed(await open_tickets(office)):
        last = await last_act(office, ticket)
        if last and last.actor.name in office.config.staff and office.now - last.at < AT_ONCE:
            return said + office.say(
                "staff.just_done",
                actor=last.actor.name,
                act=office.say(f"act.{last.act}"),
                code=ticket.code,
            )
    return said
