"""The acts on a ticket:

Each checks the state, swaps it, writes the trail and tells whom it concerns.
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.domain.masking import mask_numbers
from bot.domain.refusals import AlreadyDone, IllegalAct, TimePassed
from bot.domain.slots import GRID_MINUTES
from bot.domain.tickets import (
    TRANSITIONS,
    Act,
    Actor,
    AuditEntry,
    Status,
    Ticket,
    is_over,
    next_status,
)
from bot.storage import tickets
from bot.storage.contacts import Contact
from bot.storage.tickets import Entry
from bot.usecases.booking import RESIDENT
from bot.usecases.notices import GroupNote, tell_group
from bot.usecases.office import Office
from bot.usecases.proof import entry_of
from bot.usecases.rating import await_grade, grades
from bot.usecases.results import (
    ASKED,
    QUESTION,
    ask_over,
    tell_confirmed,
    tell_elsewhere,
    tell_outcome,
)
from bot.usecases.tasks import outdate_calls
from bot.usecases.waiting import free_offered, free_place
from bot.usecases.wording import masked_person, when_of

_OUTDATING = frozenset(TRANSITIONS) - {
    Act.ASK,
    Act.LOOK,
    Act.NOTE,
    Act.OWN,
    Act.PROVE,
    Act.SUPPLEMENT,
    Act.TRANSFER,
}
"""After it, what was to be told by phone before is no news any more."""
AT_ONCE = timedelta(minutes=2)
_ANSWERS = frozenset({Act.CONFIRM, Act.DECLINE, Act.PROPOSE})
"""What one clerk answers a request with: a second answer comes too late."""


async def confirm(office: Office, ticket: Ticket, actor: Actor) -> Ticket:
    """Confirm the requested slot; the first of two clerks wins (mission section 4).

    Raises AlreadyDone with who was faster, TimePassed, IllegalAct otherwise.
    """
    if ticket.status is Status.REQUESTED and is_over(ticket, office.now):
        raise TimePassed(ticket.code)
    await let_first_offer_stand(office, ticket, actor)
    after = replace(owned(ticket, actor), offers=())
    changed = await perform(office, ticket, after, Entry(Act.CONFIRM, actor))
    await free_offered(office, ticket)
    await tell_confirmed(office, changed)
    return changed


async def arrange(office: Office, ticket: Ticket, actor: Actor, start: datetime) -> Ticket:
    """Confirm a matter without a slot (urgent, home visit) at the time staff arranged by hand.

    No opening hours and no capacity bind staff here (mission sections 2 and 4).
    """
    service = office.service(ticket.service)
    end = start + timedelta(minutes=service.minutes if service else GRID_MINUTES)
    after = replace(owned(ticket, actor), starts_at=start, ends_at=end, offers=())
    changed = await perform(office, ticket, after, Entry(Act.CONFIRM, actor))
    await free_offered(office, ticket)
    await tell_confirmed(office, changed)
    return changed


async def decline(office: Office, ticket: Ticket, actor: Actor, reason: str) -> Ticket:
    """Decline with a reason the resident is told; the place is free again."""
    await let_first_offer_stand(office, ticket, actor)
    changed = await perform(
        office,
        ticket,
        replace(owned(ticket, actor), offers=()),
        Entry(Act.DECLINE, actor, mask_numbers(reason)),
    )
    await free_place(office, ticket)
    await tell_outcome(office, changed, "result.declined", {"reason": reason})
    return changed


async def cancel(office: Office, ticket: Ticket, by: Contact) -> Ticket:
    """The resident cancels; the place is free again and staff are told."""
    entry = entry_of(Act.CANCEL, ticket, by, office.receiver)
    changed = await perform(office, ticket, replace(ticket, offers=()), entry)
    if by.id != ticket.contact_id:
        await tell_elsewhere(office, changed, by, "result.cancelled_elsewhere")
    is_passed_on = await free_place(office, ticket)
    text = office.say(
        "group.cancelled_passed_on" if is_passed_on else "group.cancelled",
        code=changed.code,
        service=changed.service,
        when=when_of(office.snapshot, ticket),
        person=masked_person(office, changed),
    )
    await tell_group(office, GroupNote(text, ticket=changed.code, to=changed.owner or None))
    return changed


async def ask(office: Office, ticket: Ticket, actor: Actor, question: str) -> Ticket:
    """Ask the resident something; their next message is passed on to the group."""
    changed = await perform(office, ticket, ticket, Entry(Act.ASK, actor))
    await tell_outcome(office, changed, QUESTION, {"question": question})
    await ask_over(office, changed, ASKED)
    return changed


async def own(office: Office, ticket: Ticket, actor: Actor) -> Ticket:
    """接: the actor becomes the owner; an assigned hand-over is accepted by this."""
    await _let_the_first_have_it(office, ticket, actor)
    after = replace(ticket, owner=actor.name, assignee="")
    return await perform(office, ticket, after, Entry(Act.OWN, actor))


async def _let_the_first_have_it(office: Office, ticket: Ticket, actor: Actor) -> None:
    """Of two who write 接 at the same time the first has it; later it may be taken over.

    Raises AlreadyDone.
    """
    if actor.name in (ticket.owner, ticket.assignee):
        return
    last = await just_done(office, ticket, Act.OWN)
    if last and last.actor.name == ticket.owner:
        raise AlreadyDone(last.actor.name, last.at, last.act, ticket.code)


async def let_first_offer_stand(office: Office, ticket: Ticket, actor: Actor) -> None:
    """Times that another clerk offered a moment ago are an answer too. Raises AlreadyDone."""
    last = await just_done(office, ticket, Act.PROPOSE) if ticket.offers else None
    if last and last.actor.name != actor.name:
        raise AlreadyDone(last.actor.name, last.at, last.act, ticket.code)


async def just_done(office: Office, ticket: Ticket, act: Act) -> AuditEntry | None:
    """Who did this to the ticket a moment ago: two clerks act at the same time."""
    trail = await tickets.audit_of(office.work, ticket.id)
    last = next((entry for entry in reversed(trail) if entry.act == act), None)
    return last if last and office.now - last.at < AT_ONCE else None


async def assign(office: Office, ticket: Ticket, actor: Actor, assignee: str) -> Ticket:
    """转:

    The hand-over waits for the other's 接; the owner stays until then (mission section
    2).
    """
    after = replace(ticket, assignee=assignee)
    return await perform(office, ticket, after, Entry(Act.TRANSFER, actor, assignee))


async def remark(office: Office, ticket: Ticket, actor: Actor, note: str) -> Ticket:
    """备注: a note for staff; the resident is not told."""
    joined = "；".join(part for part in (ticket.note, note) if part)
    return await perform(office, ticket, replace(ticket, note=joined), Entry(Act.NOTE, actor))


async def arrive(office: Office, ticket: Ticket, actor: Actor) -> Ticket:
    """到了."""
    ticket = await caught_up(office, ticket, actor)
    return await perform(office, ticket, owned(ticket, actor), Entry(Act.ARRIVE, actor))


async def complete(office: Office, ticket: Ticket, actor: Actor) -> Ticket:
    """完成: served; the resident is told and asked for a grade."""
    ticket = await caught_up(office, ticket, actor)
    changed = await perform(office, ticket, owned(ticket, actor), Entry(Act.SERVE, actor))
    await tell_outcome(office, changed, "result.served", {"grades": grades()})
    await await_grade(office, changed)
    return changed


async def caught_up(office: Office, ticket: Ticket, actor: Actor) -> Ticket:
    """A visit that nobody confirmed in time took place all the same: confirmed without a word."""
    if ticket.status is not Status.REQUESTED or not is_over(ticket, office.now):
        return ticket
    after = replace(owned(ticket, actor), offers=())
    changed = await perform(office, ticket, after, Entry(Act.CONFIRM, actor))
    await free_offered(office, ticket)
    return changed


async def mark_no_show(office: Office, ticket: Ticket, actor: Actor) -> Ticket:
    """未到."""
    ticket = await caught_up(office, ticket, actor)
    changed = await perform(office, ticket, ticket, Entry(Act.NO_SHOW, actor))
    await tell_outcome(office, changed, "result.no_show", {})
    return changed


async def last_act(office: Office, ticket: Ticket) -> AuditEntry | None:
    """Who changed the ticket's state last, and when."""
    return await tickets.last_act(office.work, ticket.id)


async def perform(office: Office, ticket: Ticket, after: Ticket, entry: Entry) -> Ticket:
    """One legal act as compare-and-swap. Raises IllegalAct, AlreadyDone."""
    try:
        status = next_status(ticket.status, Act(entry.act), ticket.code)
    except IllegalAct as illegal:
        raise await _explain(office, ticket, entry, illegal) from None
    after = replace(after, status=status)
    if status is not Status.REQUESTED:
        after = replace(after, answer_by=None)
    changed = await tickets.change(office.work, ticket, after, entry, office.now)
    if changed is None:
        too_late = IllegalAct(ticket.code, ticket.status, entry.act)
        raise await _explain(office, ticket, entry, too_late)
    if entry.act in _OUTDATING:
        await outdate_calls(office, changed)
    return changed


def owned(ticket: Ticket, actor: Actor) -> Ticket:
    """Who acts on a ticket nobody owns becomes its owner."""
    return replace(ticket, owner=ticket.owner or actor.name)


async def _explain(
    office: Office, ticket: Ticket, entry: Entry, illegal: IllegalAct
) -> IllegalAct | AlreadyDone:
    """Of two clerks the second hears who was first and did what (mission section 4)."""
    last = await tickets.last_act(office.work, ticket.id)
    if last is None or last.actor.name == RESIDENT:
        return illegal
    is_race = office.now - last.at < AT_ONCE
    if is_race or last.act == entry.act or entry.act in _ANSWERS:
        return AlreadyDone(last.actor.name, last.at, last.act, ticket.code)
    return illegal
