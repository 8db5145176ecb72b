"""Tickets, trails, tasks and letters as the stable JSON of `simulate` and of the command line."""

from collections.abc import Iterable

from bot.domain.roster import Shift
from bot.domain.tickets import AuditEntry, Ticket
from bot.simulate.lines import Json
from bot.storage import detours, tickets
from bot.storage.outbox import OutboxEntry
from bot.storage.tasks import Task
from bot.storage.unit_of_work import UnitOfWork
from bot.usecases.delivery_state import last_fate, spell_fate
from bot.usecases.office import Office
from bot.usecases.undeliverable import POISON


async def all_tickets(work: UnitOfWork) -> list[Json]:
    """Every ticket of every status with its trail, oldest first; nothing is masked."""
    found = await tickets.everything(work)
    return [ticket_json(each, await tickets.audit_of(work, each.id)) for each in found]


async def delivery_words(office: Office) -> dict[str, str]:
    """By code, whether the resident got the last thing they were told; without those who were told
    nothing yet."""
    fates = await detours.fates_of_all(office.work)
    found = [each for each in await tickets.everything(office.work) if each.code in fates]
    last = {each.code: (each, last_fate(each, fates[each.code])) for each in found}
    return {code: spell_fate(office, each, fate) for code, (each, fate) in last.items() if fate}


def ticket_json(ticket: Ticket, trail: Iterable[AuditEntry]) -> Json:
    """house.md section 7; local date and times, null where there is no slot yet."""
    start, end = ticket.starts_at, ticket.ends_at
    return {
        "code": ticket.code,
        "status": ticket.status.value,
        "service": ticket.service,
        "date": start.date().isoformat() if start else None,
        "time": f"{start:%H:%M}" if start else None,
        "end": f"{end:%H:%M}" if end else None,
        "name": ticket.name,
        "phone": ticket.phone,
        "channel": ticket.channel,
        "user": ticket.address,
        "owner": ticket.owner,
        "assignee": ticket.assignee,
        "kind": ticket.kind.value,
        "rating": ticket.rating or None,
        "history": [audit_json(entry) for entry in trail],
    }


def audit_json(entry: AuditEntry) -> Json:
    """One line of the trail."""
    return {
        "at": entry.at.isoformat(),
        "actor": entry.actor.name,
        "channel": entry.actor.channel,
        "act": entry.act,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
    }


def task_json(task: Task) -> Json:
    """house.md section 7."""
    return {
        "kind": task.kind.value,
        "user": task.contact.address,
        "channel": task.contact.channel,
        "text": task.text,
        "status": task.status,
        "ticket": task.ticket,
    }


def letter_json(entry: OutboxEntry) -> Json:
    """house.md section 7; `to` is the bare address. Only a parked message names its reason."""
    parked: Json = {"reason": entry.reason} if entry.reason == POISON else {}
    return parked | {
        "id": entry.id,
        "channel": entry.to.channel,
        "to": entry.to.address,
        "kind": entry.purpose.value,
        "state": entry.state.value,
        "attempts": entry.attempts,
        "ticket": entry.ticket,
    }


def shift_json(shift: Shift) -> Json:
    """house.md section 7; local clock times."""
    return {
        "shift": shift.kind.value,
        "start": f"{shift.start:%H:%M}",
        "end": f"{shift.end:%H:%M}",
        "people": list(shift.people),
        "state": shift.state.value,
        "note": shift.note,
    }
