"""A ticket moves to another time: one that staff offered, or one the resident wishes."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from bot.domain.refusals import AlreadyDone, SlotFull
from bot.domain.slots import Slot
from bot.domain.tickets import Act, Actor, Ticket
from bot.storage import listeners, places
from bot.storage.contacts import Contact
from bot.storage.tickets import Entry
from bot.usecases.booking import RESIDENT, answer_deadline, slot_at
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office, numbered
from bot.usecases.proof import entry_of
from bot.usecases.results import OFFERS, ask_over, spell_offer, tell_elsewhere, tell_outcome
from bot.usecases.tickets import just_done, let_first_offer_stand, owned, perform
from bot.usecases.waiting import free_offered, free_place, invite_waiting
from bot.usecases.wording import masked_person, spell_start, when_of

MAX_OFFERS = 3


async def propose(
    office: Office, ticket: Ticket, actor: Actor, starts: Sequence[datetime]
) -> Ticket:
    """Offer the resident up to three other times; the resident answers with 1, 2 or 3.

    They are kept for the resident for centre.yaml offer_minutes. Raises SlotFull, and AlreadyDone
    when a moment ago another clerk offered some, or the same were: they are not read twice.
    """
    offers = tuple(starts[:MAX_OFFERS])
    await let_first_offer_stand(office, ticket, actor)
    last = await just_done(office, ticket, Act.PROPOSE) if offers == ticket.offers else None
    if last:
        raise AlreadyDone(last.actor.name, last.at, last.act, ticket.code)
    after = replace(owned(ticket, actor), offers=offers)
    changed = await perform(office, ticket, after, Entry(Act.PROPOSE, actor))
    minutes = office.config.centre.booking.offer_minutes
    until = office.snapshot.calendar.add_opening_minutes(office.now, minutes)
    await places.release_offered(office.work, ticket.id)
    await _keep_offered(office, changed, until)
    await invite_waiting(office)
    lines = [await spell_offer(office, ticket, offer) for offer in offers]
    key = "result.offer_one" if len(offers) == 1 else "result.offers"
    values = {
        "choices": numbered(lines),
        "choice": lines[0],
        "until": spell_start(office.snapshot, until),
    }
    await tell_outcome(office, changed, key, values)
    await ask_over(office, changed, OFFERS)
    return changed


async def take_offer(office: Office, ticket: Ticket, slot: Slot) -> Ticket:
    """The resident takes an offered time: the ticket is confirmed there.

    Raises SlotFull before anything is changed, when it was not kept any more.
    """
    entry = Entry(Act.ACCEPT, Actor(RESIDENT, ticket.channel))
    changed = await _resettle(office, ticket, slot, entry, ticket.contact_id)
    text = office.say(
        "group.offer_taken",
        code=changed.code,
        when=when_of(office.snapshot, changed),
        person=masked_person(office, changed),
    )
    await tell_group(office, GroupNote(text, ticket=changed.code, to=changed.owner or None))
    return changed


async def refuse_offers(office: Office, ticket: Ticket) -> Ticket:
    """The resident can take none of the offered times; staff are told."""
    actor = Actor(RESIDENT, ticket.channel)
    changed = await perform(office, ticket, replace(ticket, offers=()), Entry(Act.REFUSE, actor))
    await free_offered(office, ticket)
    text = office.say(
        "group.offers_refused", code=changed.code, person=masked_person(office, changed)
    )
    await tell_group(office, GroupNote(text, ticket=changed.code, to=changed.owner or None))
    return changed


async def reschedule(office: Office, ticket: Ticket, slot: Slot, by: Contact) -> Ticket:
    """The resident moves the appointment; the code stays, the state goes back to requested.

    `by` who is not the ticket's own contact hears the next answer as well (mission 3.17).
    """
    changed = await _resettle(
        office, ticket, slot, entry_of(Act.RESCHEDULE, ticket, by, office.receiver), by.id
    )
    text = office.say(
        "card.rescheduled",
        code=changed.code,
        service=changed.service,
        before=when_of(office.snapshot, ticket),
        when=when_of(office.snapshot, changed),
        person=masked_person(office, changed),
    )
    await tell_group(office, GroupNote(text, ticket=changed.code, to=changed.owner or None))
    if by.id != ticket.contact_id:
        await tell_elsewhere(office, changed, by, "result.rescheduled_elsewhere")
        await listeners.add(office.work, changed.id, by.id)
    return changed


async def _keep_offered(office: Office, ticket: Ticket, until: datetime) -> None:
    """A place at every offered time; the service may be gone, then there are no slots."""
    service = office.service(ticket.service)
    for start in ticket.offers if service else ():
        slot = await slot_at(office, service, start) if service else None
        claim = (ticket.id, min(until, start))
        holder = ticket.contact_id or 0
        if slot is None or not await places.sit(office.work, slot, holder, claim, office.now):
            raise SlotFull


async def _resettle(
    office: Office, ticket: Ticket, slot: Slot, entry: Entry, holder: int | None
) -> Ticket:
    """Take the new place, then give the old one back. Raises SlotFull before anything is changed.

    `holder`: the contact who holds the new place, if it was not offered for this ticket.
    """
    if not await _take(office, ticket, slot, holder):
        raise SlotFull
    answer_by = answer_deadline(office)
    after = replace(ticket, starts_at=slot.start, ends_at=slot.end, offers=(), answer_by=answer_by)
    changed = await perform(office, ticket, after, entry)
    await free_place(office, ticket, but=slot.start)
    return changed


async def _take(office: Office, ticket: Ticket, slot: Slot, holder: int | None) -> bool:
    if await places.keep_offered(office.work, slot, ticket.id, office.now):
        return True
    if holder is None:
        return await places.sit(office.work, slot, 0, (ticket.id, None), office.now)
    return await places.keep(office.work, slot, holder, ticket.id, office.now)
