"""What the panels show: the clock, who is on duty, slots, tickets, outbox."""

from datetime import date, datetime, time, timedelta

from bot.domain.calendar import OpeningCalendar, local
from bot.domain.slots import slots_on
from bot.domain.tickets import Ticket
from bot.storage import outbox, places, tickets
from bot.storage.outbox import OutboxEntry
from bot.usecases.office import Office
from bot.usecases.roster import acknowledged, shifts_of_day
from bot.usecases.wording import masked_person, spell_day, status_word, when_of

Json = dict[str, object]
MOST_TICKETS, MOST_LETTERS = 12, 12
LONGEST_LOOK = 14


async def state_of(office: Office, service: str) -> Json:
    """Everything beside the screens; `service` is the one whose slots are shown."""
    return {
        "clock": _clock(office),
        "duty": await _duty(office),
        "slots": await _slots(office, service),
        "tickets": [_ticket(office, t) for t in await tickets.newest(office.work, MOST_TICKETS)],
        "outbox": [_letter(office, e) for e in await outbox.newest(office.work, MOST_LETTERS)],
    }


def _clock(office: Office) -> Json:
    calendar, now = office.snapshot.calendar, office.now
    is_open = calendar.is_open(now)
    return {
        "time": f"{now:%H:%M}",
        "date": spell_day(office.snapshot, now.date()),
        "kind": office.say(f"sandbox.kind.{calendar.kind(now.date()).value}"),
        "open": is_open,
        "state": office.say("sandbox.open" if is_open else "sandbox.closed"),
    }


async def _duty(office: Office) -> list[Json]:
    rows: list[Json] = []
    for shift in await shifts_of_day(office, office.now.date()):
        there = await acknowledged(office, shift)
        people = [f"{name} ✓" if name in there else name for name in shift.people]
        rows.append(
            {
                "shift": office.say(f"shift.{shift.kind.value}"),
                "hours": f"{shift.start:%H:%M}-{shift.end:%H:%M}",
                "people": "、".join(people) or office.say("sandbox.nobody"),
            }
        )
    return rows


async def _slots(office: Office, name: str) -> Json:
    """The slots of the first day, from today on, on which there still are some."""
    service = office.service(name)
    if service is None:
        return {"day": "", "rows": []}
    today = office.now.date()
    for day in OpeningCalendar.days(today, LONGEST_LOOK):
        overrides = await office.overrides(day, day)
        found = slots_on(office.snapshot.timetable, overrides, service, day)
        later = [slot for slot in found if slot.start > office.now]
        if later:
            taken = await _taken(office, name, day)
            rows = [
                {
                    "time": f"{slot.start:%H:%M}",
                    "free": max(slot.capacity - taken.get(slot.start, 0), 0),
                    "places": slot.capacity,
                    "shift": slot.shift.value if slot.shift else "",
                }
                for slot in later
            ]
            return {"day": spell_day(office.snapshot, day), "rows": rows}
    return {"day": "", "rows": []}


async def _taken(office: Office, service: str, day: date) -> dict[datetime, int]:
    since = local(day, time.min)
    until = since + timedelta(days=1)
    return dict(await places.taken(office.work, service, since, until, office.now))


def _ticket(office: Office, ticket: Ticket) -> Json:
    return {
        "code": ticket.code,
        "service": ticket.service,
        "when": when_of(office.snapshot, ticket),
        "status": ticket.status.value,
        "word": status_word(office, ticket),
        "person": masked_person(office, ticket),
        "owner": ticket.owner,
    }


def _letter(office: Office, entry: OutboxEntry) -> Json:
    return {
        "id": entry.id,
        "channel": office.say(f"channel.{entry.to.channel}"),
        "purpose": office.say(f"sandbox.purpose.{entry.purpose.value}"),
        "state": entry.state.value,
        "word": office.say(f"sandbox.state.{entry.state.value}"),
        "route": office.say(f"sandbox.route.{entry.route}") if entry.route else "",
        "at": f"{(entry.sent_at or entry.due_at):%H:%M}",
        "ticket": entry.ticket or "",
    }
