"""The waiting list: joining, being invited to a freed place, taking it, and the end of a wait."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from bot.domain.refusals import TooManyWaits
from bot.domain.services import Service
from bot.domain.slots import Slot, slots_on
from bot.domain.tickets import Ticket, TicketKind
from bot.domain.waiting import WaitingEntry, answer_due, soonest
from bot.storage import places, waiting
from bot.storage.contacts import Contact
from bot.storage.waiting import Wanted
from bot.usecases.booking import Request, open_ticket, slot_at
from bot.usecases.office import Office
from bot.usecases.waiting_letters import (
    take_back_invitation,
    tell_in_vain,
    tell_invited,
    tell_passed_on,
)


class Wish(Struct, frozen=True):
    """Full slots of one service, in order, any of which will do, and whose matter it is."""

    service: Service
    slots: Sequence[Slot]
    name: str
    phone: str
    contact_name: str = ""
    beneficiary: str = ""


async def join(office: Office, contact: Contact, wish: Wish) -> WaitingEntry:
    """Put the contact at the end of the line; who waits for the same already keeps their place.

    Raises TooManyWaits.
    """
    starts = [slot.start for slot in wish.slots]
    entry = WaitingEntry(
        id=0,
        contact_id=contact.id,
        service=wish.service.name,
        first_at=starts[0],
        last_at=starts[-1],
        name=wish.name,
        phone=wish.phone,
        contact_name=wish.contact_name,
        beneficiary=wish.beneficiary,
        place_at=None,
        answer_by=None,
        created_at=office.now,
    )
    own = await waiting.of_contact(office.work, contact.id)
    if same := next((each for each in own if _is_same(each, entry)), None):
        return same
    if len(own) >= office.config.centre.booking.per_person:
        raise TooManyWaits
    stored = await waiting.add(office.work, entry, starts)
    assert stored is not None  # noqa: S101 - looked up above, the contact's turns come in order
    return stored


async def place_in_line(office: Office, entry: WaitingEntry) -> int:
    """1 = the next to be invited."""
    return await waiting.ahead(office.work, entry) + 1


async def accept(office: Office, contact: Contact, entry: WaitingEntry) -> Ticket | None:
    """Make the ticket at the place that is kept; None when it is kept no longer.

    Raises TooManyBookings; the place is kept all the same.
    """
    service = office.service(entry.service)
    if service is None or entry.place_at is None or not entry.is_invited(office.now):
        return None
    slot = await slot_at(office, service, entry.place_at)
    if slot is None:
        return None
    who = entry.beneficiary
    request = Request(
        service=service,
        kind=TicketKind.VISIT,
        slot=slot,
        name=entry.name,
        phone=entry.phone,
        contact_name=entry.contact_name,
        note=office.say("booking.note_for", who=who) if who else "",
        holder=entry.holder,
    )
    ticket = await open_ticket(office, contact, request)
    await _end(office, entry)
    return ticket


async def leave(office: Office, entry: WaitingEntry) -> None:
    """The resident does not wait any more, or does not want the place; the next is invited."""
    await _end(office, entry)
    await invite_waiting(office)


async def leave_all(office: Office, contact_id: int) -> None:
    """The contact left us and waits for nothing."""
    await waiting.erase_contact(office.work, contact_id)
    await invite_waiting(office)


async def free_place(office: Office, ticket: Ticket, but: datetime | None = None) -> bool:
    """Give back a ticket's places: to the line, then (centre.yaml reopen_minutes) to others.

    Not the one at `but`, to which the ticket moved. True when somebody in line was invited.
    """
    if pause := office.config.centre.booking.reopen_minutes:
        opens_at = office.now + timedelta(minutes=pause)
        await places.rest(office.work, ticket.id, but, opens_at, office.now)
    await places.release_ticket(office.work, ticket.id, but)
    return await invite_waiting(office) > 0


async def free_offered(office: Office, ticket: Ticket) -> None:
    """The times staff offered are no longer kept for the ticket."""
    if ticket.offers:
        await places.release_offered(office.work, ticket.id)
        await invite_waiting(office)


async def tend_line(office: Office) -> None:
    """What is due by now: answers that did not come, waits in vain, places freed by the clock."""
    for entry in await waiting.unanswered(office.work, office.now):
        if await _end(office, entry):
            await tell_passed_on(office, entry)
    for entry in await waiting.in_vain(office.work, _soonest(office)):
        if await waiting.remove(office.work, entry):
            await tell_in_vain(office, entry)
    await invite_waiting(office)


async def invite_waiting(office: Office) -> int:
    """Keep every free place for the first in line and tell them; how many, each only once.

    Any number of processes may do so at once: an entry is swapped out of the line.
    """
    wanted = await waiting.wanted(office.work, _soonest(office), office.now)
    slots = await _slots_of(office, wanted) if wanted else {}
    invited = 0
    for each in wanted:
        slot = slots.get((each.service, each.start))
        if slot is None or slot.capacity <= each.taken:
            continue
        line = await waiting.line(office.work, each.service, each.start)
        for entry in line[: slot.capacity - each.taken]:
            invited += await _invite(office, entry, slot)
    return invited


async def next_waiting_moment(office: Office) -> datetime | None:
    """The next instant after now at which something about the line falls due."""
    lead = office.config.centre.booking.lead
    return await waiting.next_moment(office.work, lead, office.now)


async def _end(office: Office, entry: WaitingEntry) -> bool:
    """The wait is over; an invitation that is still on its way, or to be phoned, is of no use."""
    if entry.place_at is not None:
        await take_back_invitation(office, entry)
    return await waiting.remove(office.work, entry)


async def _invite(office: Office, entry: WaitingEntry, slot: Slot) -> bool:
    minutes = office.config.centre.booking.waiting_minutes
    answer_by = answer_due(office.snapshot.calendar, slot.start, office.now, minutes)
    if not await waiting.invite(office.work, entry, slot.start, answer_by):
        return False
    if not await places.promise(office.work, slot, entry.holder, answer_by, office.now):
        await waiting.uninvite(office.work, entry)
        return False
    await waiting.leave_line(office.work, entry)
    await tell_invited(office, entry, slot, answer_by)
    return True


async def _slots_of(office: Office, wanted: Sequence[Wanted]) -> dict[tuple[str, datetime], Slot]:
    """The slots of these starts, as far as the roster still has them."""
    overrides = await office.overrides(wanted[0].start.date(), wanted[-1].start.date())
    found: dict[tuple[str, datetime], Slot] = {}
    for name, day in {(each.service, each.start.date()) for each in wanted}:
        if service := office.service(name):
            slots = slots_on(office.snapshot.timetable, overrides, service, day)
            found |= {(name, slot.start): slot for slot in slots}
    return found


def _is_same(one: WaitingEntry, other: WaitingEntry) -> bool:
    return (one.service, one.first_at, one.last_at) == (
        other.service,
        other.first_at,
        other.last_at,
    )


def _soonest(office: Office) -> datetime:
    return soonest(office.config.centre.booking, office.now)
