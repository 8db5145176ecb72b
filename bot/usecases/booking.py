"""Slots, holds and new tickets: what a resident's request does."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from msgspec import Struct

from bot.domain.calendar import ShiftKind
from bot.domain.nearest import nearest
from bot.domain.refusals import SlotFull, TooManyBookings
from bot.domain.roster import shift_on
from bot.domain.services import Role, Service
from bot.domain.slots import Slot, WhyNot, is_bookable, slots_between, slots_on, why_not
from bot.domain.tickets import Act, Actor, Status, Ticket, TicketKind
from bot.storage import places, tickets
from bot.storage.contacts import Contact
from bot.storage.counters import last_number
from bot.storage.tickets import Entry
from bot.usecases.notices import show_card
from bot.usecases.office import Office, horizon

RESIDENT = "resident"
"""How the audit names a resident: the trail holds no personal data."""
_SOON = timedelta(days=4)


class Request(Struct, frozen=True):
    """What a resident asks for; `slot` None = staff arrange the time (urgent, home visit).

    `holder`: in whose name the place is kept when not the contact's (the waiting list).
    """

    service: Service
    kind: TicketKind
    slot: Slot | None
    name: str
    phone: str
    contact_name: str = ""
    note: str = ""
    home_address: str = ""
    holder: int | None = None


async def free_slots(
    office: Office, service: Service, since: datetime, until: datetime
) -> Iterator[Slot]:
    """Slots a resident may book now, in order, lazily; `until` exclusive."""
    since = max(since, office.now)
    overrides = await office.overrides(since.date(), until.date())
    taken = await places.taken(office.work, service.name, since, until, office.now)
    between = slots_between(
        office.snapshot.timetable, overrides, service, (since, until), office.now
    )
    return (slot for slot in between if taken.get(slot.start, 0) < slot.capacity)


async def nearest_free(
    office: Office, service: Service, wanted: datetime, count: int = 3
) -> tuple[Slot, ...]:
    """The `count` free slots nearest to `wanted` (mission 3.8)."""
    since, until = horizon(office)
    return nearest(await free_slots(office, service, since, until), wanted, count)


async def earliest_free(
    office: Office, service: Service, suits: Callable[[Slot], bool], count: int
) -> tuple[Slot, ...]:
    """The first `count` free slots that suit. Every talk begins with them, so the places of the
    next days are looked at before those of the whole horizon."""
    since, until = horizon(office)
    for end in (min(since + _SOON, until), until):
        free = await free_slots(office, service, since, end)
        found = tuple(islice(filter(suits, free), count))
        if len(found) == count:
            break
    return found


class Verdict(Struct, frozen=True):
    """Whether a service can be booked at one start: a slot, or the reason why not.

    `full`: the slot that is there, but taken.
    """

    slot: Slot | None
    reason: WhyNot | None
    full: Slot | None = None


async def judge(office: Office, service: Service, start: datetime) -> Verdict:
    """Can `service` be booked at `start`? A time inside a slot means that slot."""
    day = start.date()
    overrides = await office.overrides(day, day)
    timetable = office.snapshot.timetable
    slot = slot_covering(slots_on(timetable, overrides, service, day), start)
    if slot is None:
        reason = why_not(timetable, overrides, service, start, office.now)
        return Verdict(None, reason or WhyNot.CLOSED)
    if not is_bookable(slot, timetable.rules, office.now):
        return Verdict(None, why_not(timetable, overrides, service, slot.start, office.now))
    taken = await places.taken(office.work, service.name, slot.start, slot.end, office.now)
    full = taken.get(slot.start, 0) >= slot.capacity
    return Verdict(None, WhyNot.FULL, slot) if full else Verdict(slot, None)


def slot_covering(slots: tuple[Slot, ...], start: datetime) -> Slot | None:
    """The slot that starts at or runs over `start`."""
    running = (slot for slot in slots if slot.start <= start < slot.end)
    return next((s for s in slots if s.start == start), None) or next(running, None)


async def slot_at(office: Office, service: Service, start: datetime) -> Slot | None:
    """The slot that starts exactly at `start`, whether or not it has free places."""
    interval = office.snapshot.calendar.interval_at(start)
    in_normal_hours = interval is not None and interval.shift is None  # where no roster matters
    overrides = () if in_normal_hours else await office.overrides(start.date(), start.date())
    slots = slots_on(office.snapshot.timetable, overrides, service, start.date())
    return next((slot for slot in slots if slot.start == start), None)


async def hold(office: Office, slot: Slot, contact: Contact) -> bool:
    """Hold a place for the time of the summary (centre.yaml hold_minutes);

    Gives back an earlier hold.
    """
    until = office.now + office.config.centre.booking.hold
    await places.release_other_holds(office.work, slot, contact.id, office.now)
    return await places.hold(office.work, slot, contact.id, until, office.now)


async def open_ticket(office: Office, contact: Contact, request: Request) -> Ticket:
    """Turn a request into a ticket with an owner from the first minute, and show its card.

    The same contact asking again for the same person, service and time gets the ticket that exists.
    Raises SlotFull, TooManyBookings; then nothing is stored.
    """
    draft = await _draft(office, contact, request)
    if request.slot and (same := await tickets.same_matter(office.work, draft)):
        return same
    limit = office.config.centre.booking.per_person
    if await tickets.open_count(office.work, contact.id, request.phone, office.now) >= limit:
        raise TooManyBookings
    if request.slot and not await _secure(office, contact, request.slot, request.holder):
        raise SlotFull
    actor = Actor(RESIDENT, contact.ref.channel)
    ticket = await tickets.add(office.work, draft, Entry(Act.REQUEST, actor, office.receiver))
    if request.slot:
        await places.keep(office.work, request.slot, contact.id, ticket.id, office.now)
    earlier = await tickets.of_contact(office.work, contact.id)
    await show_card(office, ticket, len(earlier) - 1)
    return ticket


async def _secure(office: Office, contact: Contact, slot: Slot, holder: int | None) -> bool:
    """The contact holds the place: a new one, or the one that is kept for them."""
    if holder is None:
        return await hold(office, slot, contact)
    await places.release_holds(office.work, contact.id)
    return await places.hand_over(office.work, slot, holder, contact.id, office.now)


def answer_deadline(office: Office) -> datetime:
    """Until when staff must answer, counted in opening minutes (mission section 5)."""
    minutes = office.config.centre.tickets.answer_minutes
    return office.snapshot.calendar.add_opening_minutes(office.now, minutes)


async def _draft(office: Office, contact: Contact, request: Request) -> Ticket:
    slot = request.slot
    return Ticket(
        id=0,
        code="",
        status=Status.REQUESTED,
        kind=request.kind,
        service=request.service.name,
        starts_at=slot.start if slot else None,
        ends_at=slot.end if slot else None,
        name=request.name,
        phone=request.phone,
        contact_name=request.contact_name,
        contact_id=contact.id,
        channel=contact.ref.channel,
        address=contact.ref.address,
        owner=await first_receiver(office, request.service),
        assignee="",
        note=request.note,
        offers=(),
        community=contact.community,
        home_address=request.home_address,
        rating="",
        answer_by=answer_deadline(office),
        created_at=office.now,
        version=1,
    )


async def first_receiver(office: Office, service: Service) -> str:
    """首问责任:

    Who owns a new ticket: who took the call; else on duty now with the skill, else any clerk
    with it, else any clerk; several take turns, a ticket each.
    """
    staff = office.config.staff
    if office.receiver in staff:
        return office.receiver
    clerks = [name for name, member in staff.items() if Role.CLERK in member.roles]
    skilled = [name for name in clerks if service.skill in staff[name].skills]
    on_duty = await on_duty_now(office)
    present = [name for name in skilled if name in on_duty]
    candidates = present or skilled or clerks or list(staff)
    if not candidates:
        return ""
    return candidates[await last_number(office.work) % len(candidates)]


async def on_duty_now(office: Office) -> tuple[str, ...]:
    """Who is on a duty roster at this moment; nobody in normal hours and when closed."""
    interval = office.snapshot.calendar.interval_at(office.now)
    kind: ShiftKind | None = interval.shift if interval else None
    if kind is None:
        return ()
    day = office.today
    overrides = await office.overrides(day, day)
    timetable = office.snapshot.timetable
    shift = shift_on(timetable.roster, overrides, timetable.calendar, day, kind)
    return shift.people if shift else ()
