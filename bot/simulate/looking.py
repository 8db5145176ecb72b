"""Lines that only look: who is on duty, what is free, what is stored."""

from datetime import time, timedelta

from bot.domain.calendar import local
from bot.domain.tickets import normalise_code
from bot.simulate.answers import Done
from bot.simulate.arranging import service_of
from bot.simulate.house import House
from bot.simulate.lines import BadLine, Json, Line
from bot.simulate.records import all_tickets, audit_json, letter_json, shift_json, task_json
from bot.storage import outbox, places, tasks
from bot.storage import tickets as ticket_store
from bot.usecases.booking import free_slots
from bot.usecases.office import Office
from bot.usecases.roster import shifts_of_day


async def duty(house: House, line: Line) -> Done:
    """The shifts of a day."""
    day = line.day("date")
    shifts = await house.do(lambda office: shifts_of_day(office, day))
    return Done([shift_json(shift) for shift in shifts])


async def slots(house: House, line: Line) -> Done:
    """What a resident may book now on a day."""
    since = local(line.day("date"), time.min)
    until = since + timedelta(days=1)

    async def turn(office: Office) -> list[Json]:
        service = service_of(office, line)
        taken = await places.taken(office.work, service.name, since, until, office.now)
        return [
            {"time": f"{slot.start:%H:%M}", "free": slot.capacity - taken.get(slot.start, 0)}
            for slot in await free_slots(office, service, since, until)
        ]

    return Done(await house.do(turn))


async def tickets(house: House, _line: Line) -> Done:
    """Every ticket."""
    return Done(await house.do(lambda office: all_tickets(office.work)))


async def all_tasks(house: House, _line: Line) -> Done:
    """Every task for staff."""
    found = await house.do(lambda office: tasks.everything(office.work))
    return Done([task_json(task) for task in found])


async def letters(house: House, _line: Line) -> Done:
    """The whole outbox, oldest first, with texts."""
    found = await house.do(lambda office: outbox.everything(office.work))
    return Done([letter_json(each) | {"text": each.text, "route": each.route} for each in found])


async def audit(house: House, line: Line) -> Done:
    """The trail of one ticket."""
    code = normalise_code(line.name("code")) or ""

    async def turn(office: Office) -> list[Json]:
        ticket = await ticket_store.by_code(office.work, code)
        if ticket is None:
            raise BadLine("no_ticket", code=line.name("code"))
        trail = await ticket_store.audit_of(office.work, ticket.id)
        return [audit_json(entry) for entry in trail]

    return Done(await house.do(turn))
