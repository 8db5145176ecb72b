"""After the visit: what is still to be brought, what is ready to be collected, and that it was."""

from bot.domain.tickets import Act, Actor, Status, Ticket
from bot.storage.tickets import Entry
from bot.usecases.office import Office
from bot.usecases.rating import await_grade, grades
from bot.usecases.results import place_of, tell_outcome
from bot.usecases.tickets import caught_up, owned, perform, remark


async def ask_for_more(office: Office, ticket: Ticket, actor: Actor, materials: str) -> Ticket:
    """补件: the resident is told what to bring in addition; the visit stays as it is.

    Raises IllegalAct when the ticket is over.
    """
    entry = Entry(Act.SUPPLEMENT, actor, materials)
    changed = await perform(office, ticket, owned(ticket, actor), entry)
    values = {"materials": materials, "place": place_of(office, changed)}
    await tell_outcome(office, changed, "result.supplement", values)
    return changed


async def call_to_collect(office: Office, ticket: Ticket, actor: Actor) -> Ticket:
    """取件: what was applied for is ready, the resident is told (mission section 2).

    A ticket that the resident's grade has closed stays closed; they are told all the same. Raises
    IllegalAct before the visit was confirmed and after it came to nothing.
    """
    if ticket.status is Status.CLOSED:
        changed = await remark(office, ticket, actor, office.say("act.collect_wait"))
    else:
        ticket = await caught_up(office, ticket, actor)
        changed = await perform(
            office, ticket, owned(ticket, actor), Entry(Act.COLLECT_WAIT, actor)
        )
    await tell_outcome(office, changed, "result.ready", {"place": place_of(office, changed)})
    return changed


async def hand_out(office: Office, ticket: Ticket, actor: Actor) -> Ticket:
    """完成 of what waited to be collected; the grade is asked for now."""
    changed = await perform(office, ticket, owned(ticket, actor), Entry(Act.COLLECT, actor))
    await tell_outcome(office, changed, "result.served", {"grades": grades()})
    await await_grade(office, changed)
    return changed
