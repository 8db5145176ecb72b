"""Tickets and their audit trail."""

from datetime import datetime

import orjson
from msgspec import Struct
from msgspec.structs import replace

from bot.domain.masking import mask_person
from bot.domain.tickets import Actor, AuditEntry, Status, Ticket, TicketKind, code_of
from bot.storage.counters import next_number
from bot.storage.statements import statements
from bot.storage.unit_of_work import (
    Row,
    UnitOfWork,
    Value,
    from_ms,
    from_ms_or_none,
    ms_or_none,
    to_ms,
)

_SQL = statements("tickets")


class Entry(Struct, frozen=True):
    """What the audit keeps of one act; the resident's data in `reason` are masked on the way in."""

    act: str
    actor: Actor
    reason: str = ""


class StatusChange(Struct, frozen=True):
    """Status words before and after an act, and when it was."""

    before: str
    after: str
    at: datetime


def ticket_of(row: Row) -> Ticket:
    """The ticket in a whole row of the table."""
    return Ticket(
        id=row["id"],
        code=row["code"],
        status=Status(row["status"]),
        kind=TicketKind(row["kind"]),
        service=row["service"],
        starts_at=from_ms_or_none(row["starts_at"]),
        ends_at=from_ms_or_none(row["ends_at"]),
        name=row["name"],
        phone=row["phone"],
        contact_name=row["contact_name"],
        contact_id=row["contact_id"],
        channel=row["channel"],
        address=row["address"],
        owner=row["owner"],
        assignee=row["assignee"],
        note=row["note"],
        offers=tuple(map(from_ms, orjson.loads(row["offers"]))),
        community=row["community"],
        home_address=row["home_address"],
        rating=row["rating"],
        answer_by=from_ms_or_none(row["answer_by"]),
        created_at=from_ms(row["created_at"]),
        version=row["version"],
    )


async def add(work: UnitOfWork, ticket: Ticket, entry: Entry) -> Ticket:
    """Store a new ticket with the first line of its trail; id, code and version are given here."""
    code = code_of(await next_number(work))
    ticket_id = await work.insert(
        _SQL["add"],
        code=code,
        kind=ticket.kind.value,
        service=ticket.service,
        name=ticket.name,
        phone=ticket.phone,
        contact_name=ticket.contact_name,
        contact_id=ticket.contact_id,
        channel=ticket.channel,
        address=ticket.address,
        community=ticket.community,
        home_address=ticket.home_address,
        created_at=to_ms(ticket.created_at),
        **_changing(ticket),
    )
    assert ticket_id is not None  # noqa: S101 - nothing here can conflict
    stored = replace(ticket, id=ticket_id, code=code, version=1)
    await note(work, stored, StatusChange("", stored.status.value, stored.created_at), entry)
    return stored


async def change(
    work: UnitOfWork, before: Ticket, after: Ticket, entry: Entry, now: datetime
) -> Ticket | None:
    """Compare-and-swap `before` → `after` and write the trail; None when another was faster."""
    changed = await work.execute(
        _SQL["change"],
        id=before.id,
        version=before.version,
        rating=after.rating,
        **_changing(after),
    )
    if not changed:
        return None
    await note(work, before, StatusChange(before.status.value, after.status.value, now), entry)
    return replace(after, version=before.version + 1)


async def note(work: UnitOfWork, ticket: Ticket, status: StatusChange, entry: Entry) -> None:
    """Append one line to the trail; it can never be erased, so its reason names no resident."""
    await work.execute(
        _SQL["add_audit"],
        ticket_id=ticket.id,
        at=to_ms(status.at),
        actor=entry.actor.name,
        channel=entry.actor.channel,
        act=entry.act,
        before=status.before,
        after=status.after,
        reason=mask_person(entry.reason, (ticket.name, ticket.contact_name), ticket.home_address),
    )


async def audit_of(work: UnitOfWork, ticket_id: int) -> tuple[AuditEntry, ...]:
    """The whole trail, oldest first."""
    return tuple(map(_audit, await work.fetch_all(_SQL["audit_of"], ticket_id=ticket_id)))


async def last_act(work: UnitOfWork, ticket_id: int) -> AuditEntry | None:
    """The newest act that changed the status."""
    row = await work.fetch_one(_SQL["last_act"], ticket_id=ticket_id)
    return _audit(row) if row else None


async def by_code(work: UnitOfWork, code: str) -> Ticket | None:
    """The ticket with this code."""
    row = await work.fetch_one(_SQL["by_code"], code=code)
    return ticket_of(row) if row else None


async def by_id(work: UnitOfWork, ticket_id: int) -> Ticket | None:
    """The ticket with this id."""
    row = await work.fetch_one(_SQL["by_id"], id=ticket_id)
    return ticket_of(row) if row else None


async def of_contact(work: UnitOfWork, contact_id: int) -> tuple[Ticket, ...]:
    """All tickets of a contact, oldest first."""
    return tuple(map(ticket_of, await work.fetch_all(_SQL["of_contact"], contact_id=contact_id)))


async def of_phone(work: UnitOfWork, phone: str) -> tuple[Ticket, ...]:
    """All tickets with this phone, oldest first."""
    return tuple(map(ticket_of, await work.fetch_all(_SQL["of_phone"], phone=phone)))


async def open_count(work: UnitOfWork, contact_id: int, phone: str, now: datetime) -> int:
    """Open future tickets of the resident, or of the same phone (per-person limit)."""
    row = await work.fetch_one(_SQL["booked"], contact_id=contact_id, phone=phone, now=to_ms(now))
    return row["n"] if row else 0


async def same_matter(work: UnitOfWork, ticket: Ticket) -> Ticket | None:
    """An open ticket of the same resident for the same person, service and time (or none yet)."""
    row = await work.fetch_one(
        _SQL["same_matter"],
        service=ticket.service,
        starts_at=ms_or_none(ticket.starts_at),
        contact_id=ticket.contact_id,
        name=ticket.name,
    )
    return ticket_of(row) if row else None


async def open_ones(work: UnitOfWork) -> tuple[Ticket, ...]:
    """Tickets that are not over (OPEN_STATUSES), by their time."""
    return tuple(map(ticket_of, await work.fetch_all(_SQL["open_ones"])))


async def between(work: UnitOfWork, since: datetime, until: datetime) -> tuple[Ticket, ...]:
    """Tickets whose slot starts in [since, until)."""
    rows = await work.fetch_all(_SQL["between"], since=to_ms(since), until=to_ms(until))
    return tuple(map(ticket_of, rows))


async def unanswered_by(work: UnitOfWork, before: datetime) -> tuple[Ticket, ...]:
    """Requested tickets whose answer deadline is at or before `before`."""
    return tuple(map(ticket_of, await work.fetch_all(_SQL["unanswered_by"], before=to_ms(before))))


async def uncompleted(work: UnitOfWork, since: datetime, until: datetime) -> tuple[Ticket, ...]:
    """Confirmed or arrived tickets whose time began in (since, until]."""
    rows = await work.fetch_all(_SQL["uncompleted"], since=to_ms(since), until=to_ms(until))
    return tuple(map(ticket_of, rows))


async def everything(work: UnitOfWork) -> tuple[Ticket, ...]:
    """All tickets, oldest first."""
    return tuple(map(ticket_of, await work.fetch_all(_SQL["everything"])))


async def newest(work: UnitOfWork, most: int) -> tuple[Ticket, ...]:
    """The newest tickets, newest first."""
    return tuple(map(ticket_of, await work.fetch_all(_SQL["newest"], most=most)))


async def erase_contact(work: UnitOfWork, contact_id: int) -> int:
    """Privacy: empty names, phones and addresses in this contact's tickets."""
    return await work.execute(_SQL["erase_contact"], contact_id=contact_id)


async def erase_phone(work: UnitOfWork, phone: str) -> int:
    """Privacy: the same by phone."""
    return await work.execute(_SQL["erase_phone"], phone=phone)


async def erase_before(work: UnitOfWork, before: datetime) -> int:
    """Retention: the same for tickets made before `before` that are finished or whose time was."""
    return await work.execute(_SQL["erase_before"], before=to_ms(before))


def _audit(row: Row) -> AuditEntry:
    return AuditEntry(
        at=from_ms(row["at"]),
        actor=Actor(row["actor"], row["channel"]),
        act=row["act"],
        before=row["before"],
        after=row["after"],
        reason=row["reason"],
    )


def _changing(ticket: Ticket) -> dict[str, Value]:
    """The columns that acts change."""
    return {
        "status": ticket.status.value,
        "starts_at": ms_or_none(ticket.starts_at),
        "ends_at": ms_or_none(ticket.ends_at),
        "owner": ticket.owner,
        "assignee": ticket.assignee,
        "note": ticket.note,
        "offers": orjson.dumps([to_ms(offer) for offer in ticket.offers]).decode(),
        "answer_by": ms_or_none(ticket.answer_by),
    }
