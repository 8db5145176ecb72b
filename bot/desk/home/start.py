"""/desk: links to the rooms for staff, the day's tickets, open tickets and tasks."""

from collections.abc import Mapping
from datetime import time, timedelta

from aiohttp import web
from msgspec import Struct

from bot.desk.base import Desk, Handler
from bot.desk.parts.paper import written
from bot.desk.parts.staff_only import Staff, for_staff
from bot.domain.calendar import local
from bot.domain.tickets import Status
from bot.storage import UnitOfWork, tasks, tickets
from bot.usecases.agenda import is_overdue, open_tickets, ticket_line
from bot.usecases.tasks import spell_list
from bot.usecases.wording import spell_day

MOST = 30
_NOT_COMING = (Status.DECLINED, Status.CANCELLED)


class Line(Struct, frozen=True):
    """One ticket in a list."""

    text: str
    is_overdue: bool


class Start(Struct, frozen=True):
    """What the page shows."""

    day: str
    today: tuple[Line, ...]
    waiting: tuple[Line, ...]
    tasks: tuple[str, ...]


def handlers_of(desk: Desk) -> Mapping[str, Handler]:
    """The page, for everybody on the list of staff."""
    return {"start": for_staff(desk, _show)}


async def _show(staff: Staff) -> web.StreamResponse:
    found = await staff.desk.storage.read(lambda work: _look(staff, work))
    return written(staff.desk, staff, "home/start", {"start": found})


async def _look(staff: Staff, work: UnitOfWork) -> Start:
    office = staff.office(work)
    today = office.today
    since = local(today, time())
    of_day = await tickets.between(work, since, since + timedelta(days=1))
    waiting = [t for t in await open_tickets(office) if t.status is Status.REQUESTED]
    _, *lines = await spell_list(office, await tasks.open_tasks(work)) or [""]
    return Start(
        day=spell_day(office.snapshot, today),
        today=tuple(
            Line(ticket_line(office, t), is_overdue(office, t))
            for t in of_day[:MOST]
            if t.status not in _NOT_COMING
        ),
        waiting=tuple(Line(ticket_line(office, t), is_overdue(office, t)) for t in waiting[:MOST]),
        tasks=tuple(lines),
    )
