"""An appointment as an iCalendar file (RFC 5545)."""

from datetime import UTC, timedelta

from icalendar import Alarm, Calendar, Event

from bot.desk.book.house import BookHouse
from bot.domain.tickets import Status, Ticket

_STATES = {Status.REQUESTED: "TENTATIVE", Status.CONFIRMED: "CONFIRMED"}
_OVER = frozenset({Status.CANCELLED, Status.DECLINED})
REMIND_BEFORE = timedelta(hours=1)


def calendar_file(house: BookHouse, ticket: Ticket) -> bytes:
    """The file of a ticket with a time. Instants in UTC: every phone shows them in its own zone."""
    assert ticket.starts_at is not None  # noqa: S101 - the caller looked
    assert ticket.ends_at is not None  # noqa: S101
    centre = house.desk.snapshot().config.centre
    event = Event()
    event.add("uid", f"{ticket.code}@menting")
    event.add("dtstamp", house.desk.now().astimezone(UTC))
    event.add("dtstart", ticket.starts_at.astimezone(UTC))
    event.add("dtend", ticket.ends_at.astimezone(UTC))
    event.add("sequence", ticket.version)
    event.add("summary", house.say("ics.summary", service=ticket.service, centre=centre.name))
    event.add("description", _about(house, ticket))
    event.add("location", centre.address)
    cancelled = "CANCELLED" if ticket.status in _OVER else "CONFIRMED"
    event.add("status", _STATES.get(ticket.status, cancelled))
    event.add_component(_alarm(house, ticket))
    calendar = Calendar()
    calendar.add("prodid", "-//menting//book//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _about(house: BookHouse, ticket: Ticket) -> str:
    service = house.desk.snapshot().config.catalogue.services.get(ticket.service)
    bring = house.say("comma").join(service.materials) if service else ""
    phone = house.desk.snapshot().config.centre.phone
    return house.say("ics.about", code=ticket.code, bring=bring or house.say("none"), phone=phone)


def _alarm(house: BookHouse, ticket: Ticket) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", house.say("ics.alarm", service=ticket.service))
    alarm.add("trigger", -REMIND_BEFORE)
    return alarm
