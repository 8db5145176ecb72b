"""What the panels show: the clock, who is on duty, slots, tickets, outbox."""

from datetime import date, datetime, time, timedelta

from bot.desk.sandbox.guard import Json
from bot.domain.calendar import OpeningCalendar, local
from bot.domain.messages import GROUP_PREFIX
from bot.domain.slots import Slot, slots_on
from bot.domain.tickets import Ticket
from bot.storage import outbox, places, tickets
from bot.storage.outbox import OutboxEntry
from bot.usecases.office import Office
from bot.usecases.roster import acknowledged, shifts_of_day
from bot.usecases.wording import masked_person, spell_day, spell_start, status_word, when_of

MOST_TICKETS, MOST_LETTERS = 20, 30
LONGEST_LOOK = 14
DUTY_DAYS = 2


async def state_of(office: Office, next_due: datetime | None) -> Json:
    """Everything beside the screens and the slots; `next_due`: when the next thing falls due."""
    today = office.today
    return {
        "clock": _clock(office, next_due),
        "duty": [await _duty(office, day) for day in OpeningCalendar.days(today, DUTY_DAYS)],
        "tickets": [_ticket(office, t) for t in await tickets.newest(office.work, MOST_TICKETS)],
        "outbox": [_letter(office, e) for e in await outbox.newest(office.work, MOST_LETTERS)],
    }


async def slots_of(office: Office, name: str, wanted: date | None) -> Json:
    """The slots of a service on the day `wanted`, else on the first day with any still to come."""
    service = office.service(name)
    if service is None:
        return {"day": "", "date": "", "rows": []}
    today = office.today
    found: tuple[Slot, ...] = ()
    days = tuple(OpeningCalendar.days(today, LONGEST_LOOK)) if wanted is None else (wanted,)
    for day in days:
        overrides = await office.overrides(day, day)
        found = slots_on(office.snapshot.timetable, overrides, service, day)
        if any(slot.start > office.now for slot in found):
            break
    return await _slots(office, day, found)


def _clock(office: Office, next_due: datetime | None) -> Json:
    calendar, now = office.snapshot.calendar, office.now
    is_open = calendar.is_open(now)
    return {
        "time": f"{now:%H:%M}",
        "date": spell_day(office.snapshot, now.date()),
        "kind": office.say(f"sandbox.kind.{calendar.kind(now.date()).value}"),
        "open": is_open,
        "state": office.say("sandbox.open" if is_open else "sandbox.closed"),
        "next": spell_start(office.snapshot, next_due) if next_due else "",
    }


async def _duty(office: Office, day: date) -> Json:
    rows: list[Json] = []
    for shift in await shifts_of_day(office, day):
        seen = await acknowledged(office, shift)
        rows.append(
            {
                "shift": office.say(f"shift.{shift.kind.value}"),
                "hours": f"{shift.start:%H:%M}-{shift.end:%H:%M}",
                "people": [{"name": name, "seen": name in seen} for name in shift.people],
            }
        )
    return {"day": spell_day(office.snapshot, day), "rows": rows}


async def _slots(office: Office, day: date, slots: tuple[Slot, ...]) -> Json:
    since = local(day, time.min)
    until = since + timedelta(days=1)
    service = slots[0].service if slots else ""
    taken = await places.taken(office.work, service, since, until, office.now)
    rows = [
        {
            "time": f"{slot.start:%H:%M}",
            "free": max(slot.capacity - taken.get(slot.start, 0), 0),
            "places": slot.capacity,
            "past": slot.start <= office.now,
        }
        for slot in slots
    ]
    return {"day": spell_day(office.snapshot, day), "date": day.isoformat(), "rows": rows}


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
    moment = entry.sent_at or entry.due_at
    is_today = moment.date() == office.today
    return {
        "to": _addressee(office, entry),
        "purpose": office.say(f"sandbox.purpose.{entry.purpose.value}"),
        "state": entry.state.value,
        "word": office.say(f"sandbox.state.{entry.state.value}"),
        "route": office.say(f"sandbox.route.{entry.route}") if entry.route else "",
        "at": f"{moment:%H:%M}" if is_today else f"{moment:%m-%d %H:%M}",
        "ticket": entry.ticket or "",
    }


def _addressee(office: Office, entry: OutboxEntry) -> str:
    """工作群, 张敏 or the resident's channel; a platform's id of a person is not shown."""
    spoken = office.config.texts.by_key
    channel = spoken.get(f"channel.{entry.to.channel}", entry.to.channel)
    if entry.to.address.startswith(GROUP_PREFIX):
        name = office.say("sandbox.group")
    elif entry.to.address in office.config.staff:
        name = entry.to.address
    else:
        name = office.say("sandbox.resident")
    return office.say("sandbox.addressee", channel=channel, name=name)
