"""Lines that put the centre into a state: tickets, full slots, shifts."""

from datetime import datetime, time, timedelta

from msgspec.structs import replace

from bot.domain.calendar import CHINA, ShiftKind, local
from bot.domain.messages import ContactRef, MessageKind
from bot.domain.roster import Override
from bot.domain.services import Service
from bot.domain.slots import Slot, slots_on
from bot.domain.tickets import Act, Actor, Status, Ticket, TicketKind
from bot.domain.windows import window_opened
from bot.simulate.answers import Done
from bot.simulate.house import House
from bot.simulate.lines import BadLine, Line
from bot.storage import contacts, places, tickets
from bot.storage.contacts import Contact
from bot.storage.tickets import Entry
from bot.usecases.booking import RESIDENT, answer_deadline, first_receiver, slot_at
from bot.usecases.office import Office
from bot.usecases.roster import set_shift, shifts_of_day

ACTOR = "simulate"
_NO_PLACE = frozenset({Status.DECLINED, Status.CANCELLED})
_FOREVER = timedelta(days=36500)
# When shifts were set that were set before anybody said what time it is: older than every change.
_LONG_AGO = datetime(1970, 1, 2, tzinfo=CHINA)


async def ticket(house: House, line: Line) -> Done:
    """Put a ticket there as given: no booking rules, no messages."""

    async def turn(office: Office) -> str:
        service = service_of(office, line)
        channel = line.name("channel", "wechat")
        window = window_opened(channel, MessageKind.TEXT, office.now)
        ref = ContactRef(channel, line.name("user", line.text("phone", "") or ACTOR))
        contact = await contacts.meet(office.work, ref, window, office.now)
        draft = await _draft(office, line, service, contact)
        entry = Entry(Act.REQUEST, Actor(RESIDENT, channel))
        stored = await tickets.add(office.work, draft, entry)
        if stored.starts_at and stored.status not in _NO_PLACE:
            await _seat(office, service, stored, contact)
        return stored.code

    return Done({"code": await house.do(turn)})


async def fill(house: House, line: Line) -> Done:
    """Leave no free place of a service between two clock times of a day."""
    day = line.day("date")
    since = local(day, line.clock("from") or time.min)
    until = local(day, line.clock("to") or time.max)

    async def turn(office: Office) -> int:
        service = service_of(office, line)
        crowd = await contacts.meet(office.work, ContactRef(ACTOR, "crowd"), None, office.now)
        overrides = await office.overrides(day, day)
        slots = slots_on(office.snapshot.timetable, overrides, service, day)
        wanted = [slot for slot in slots if since <= slot.start < until]
        return sum([await _crowd(office, slot, crowd) for slot in wanted])

    return Done({"filled": await house.do(turn)})


async def roster(house: House, line: Line) -> Done:
    """Set who serves a shift; an empty list is deliberately nobody."""
    day, people = line.day("date"), line.names("people")
    known = {kind.value: kind for kind in ShiftKind}
    kind = known.get(line.name("shift"))
    if kind is None:
        shown = "、".join(known)
        raise BadLine("none_of", field="shift", value=line.text("shift"), known=shown)
    was_told = house.clock.was_told

    async def turn(office: Office) -> None:
        if strangers := [name for name in people if name not in office.config.staff]:
            raise BadLine("no_staff", names="、".join(strangers))
        found = [shift for shift in await shifts_of_day(office, day) if shift.kind is kind]
        if not found:
            raise BadLine("no_shift", date=day.isoformat(), shift=kind)
        if was_told and found[0].end <= office.now:
            raise BadLine("past_shift", date=day.isoformat(), shift=kind)
        at = office.now if was_told else _LONG_AGO
        await set_shift(office, Override(day, kind, people, "", ACTOR, at))

    await house.do(turn)
    return Done()


def service_of(office: Office, line: Line) -> Service:
    """The service the line names. Raises BadLine."""
    service = office.service(line.name("service"))
    if service is None:
        raise BadLine("no_service", service=line.name("service"))
    return service


async def _draft(office: Office, line: Line, service: Service, contact: Contact) -> Ticket:
    start = _start(line)
    status = _status(line)
    return Ticket(
        id=0,
        code="",
        status=status,
        kind=_kind(line),
        service=service.name,
        starts_at=start,
        ends_at=start + timedelta(minutes=service.minutes) if start else None,
        name=line.text("name", ""),
        phone=line.text("phone", ""),
        contact_name="",
        contact_id=contact.id,
        channel=contact.ref.channel,
        address=contact.ref.address,
        owner=line.text("owner", "") or await first_receiver(office, service),
        assignee="",
        note=line.text("note", ""),
        offers=(),
        community=line.text("community", ""),
        home_address=line.text("address", ""),
        rating="",
        answer_by=answer_deadline(office) if status is Status.REQUESTED else None,
        created_at=office.now,
        version=1,
    )


def _start(line: Line) -> datetime | None:
    clock = line.clock("time")
    return local(line.day("date"), clock) if clock else None


def _status(line: Line) -> Status:
    try:
        return Status(line.text("status", Status.REQUESTED))
    except ValueError as broken:
        raise _unknown(line, "status", tuple(Status)) from broken


def _kind(line: Line) -> TicketKind:
    try:
        return TicketKind(line.text("kind", TicketKind.VISIT))
    except ValueError as broken:
        raise _unknown(line, "kind", tuple(TicketKind)) from broken


def _unknown(line: Line, field: str, known: tuple[str, ...]) -> BadLine:
    return BadLine("none_of", field=field, value=line.text(field), known="、".join(known))


async def _seat(office: Office, service: Service, stored: Ticket, contact: Contact) -> None:
    """The ticket's place; in a slot that is full already it gets one more."""
    assert stored.starts_at is not None  # noqa: S101 - the caller looked
    slot = await slot_at(office, service, stored.starts_at)
    if slot is None:
        return
    taken = await places.taken(office.work, service.name, slot.start, slot.end, office.now)
    wide = replace(slot, capacity=max(slot.capacity, taken.get(slot.start, 0) + 1))
    await places.sit(office.work, wide, contact.id, (stored.id, None), office.now)


async def _crowd(office: Office, slot: Slot, crowd: Contact) -> int:
    seats = 0
    while await places.sit(office.work, slot, crowd.id, (None, office.now + _FOREVER), office.now):
        seats += 1
    return seats
