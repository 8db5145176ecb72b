"""The waiting list: entries, the starts they wait for, and the places kept for the invited."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from bot.domain.waiting import WaitingEntry
from bot.storage import places
from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork, from_ms, from_ms_or_none, to_ms

_SQL = statements("waiting")


class Wanted(Struct, frozen=True):
    """A start somebody is in line for, and how many places are taken there."""

    service: str
    start: datetime
    taken: int


def _entry(row: Row) -> WaitingEntry:
    return WaitingEntry(
        id=row["id"],
        contact_id=row["contact_id"],
        service=row["service"],
        first_at=from_ms(row["first_at"]),
        last_at=from_ms(row["last_at"]),
        name=row["name"],
        phone=row["phone"],
        contact_name=row["contact_name"],
        beneficiary=row["beneficiary"],
        place_at=from_ms_or_none(row["place_at"]),
        answer_by=from_ms_or_none(row["answer_by"]),
        created_at=from_ms(row["created_at"]),
    )


async def add(
    work: UnitOfWork, entry: WaitingEntry, starts: Sequence[datetime]
) -> WaitingEntry | None:
    """Put `entry` at the end of the line for `starts`; None when it stands there already."""
    row = await work.fetch_one(
        _SQL["add"],
        contact_id=entry.contact_id,
        service=entry.service,
        first_at=to_ms(entry.first_at),
        last_at=to_ms(entry.last_at),
        name=entry.name,
        phone=entry.phone,
        contact_name=entry.contact_name,
        beneficiary=entry.beneficiary,
        created_at=to_ms(entry.created_at),
    )
    if row is None:
        return None
    stored = _entry(row)
    for start in starts:
        await work.execute(
            _SQL["add_start"],
            service=stored.service,
            starts_at=to_ms(start),
            waiting_id=stored.id,
        )
    return stored


async def of_contact(work: UnitOfWork, contact_id: int) -> tuple[WaitingEntry, ...]:
    """What a contact waits for, the oldest first; invited ones too."""
    return tuple(map(_entry, await work.fetch_all(_SQL["of_contact"], contact_id=contact_id)))


async def by_id(work: UnitOfWork, entry_id: int) -> WaitingEntry | None:
    """The entry with this id."""
    row = await work.fetch_one(_SQL["by_id"], id=entry_id)
    return _entry(row) if row else None


async def ahead(work: UnitOfWork, entry: WaitingEntry) -> int:
    """How many stand in line before `entry` for any of its starts."""
    row = await work.fetch_one(_SQL["ahead"], id=entry.id)
    return row["n"] if row else 0


async def wanted(work: UnitOfWork, soonest: datetime, now: datetime) -> tuple[Wanted, ...]:
    """The starts after `soonest` somebody is in line for, by time."""
    rows = await work.fetch_all(_SQL["wanted"], soonest=to_ms(soonest), now=to_ms(now))
    return tuple(Wanted(row["service"], from_ms(row["starts_at"]), row["taken"]) for row in rows)


async def line(work: UnitOfWork, service: str, start: datetime) -> tuple[WaitingEntry, ...]:
    """Who is in line for `start`, the first first."""
    rows = await work.fetch_all(_SQL["line"], service=service, starts_at=to_ms(start))
    return tuple(map(_entry, rows))


async def invite(
    work: UnitOfWork, entry: WaitingEntry, place_at: datetime, answer_by: datetime
) -> bool:
    """Take `entry` out of the line for a place; False when another process was faster."""
    return (
        await work.execute(
            _SQL["invite"], id=entry.id, place_at=to_ms(place_at), answer_by=to_ms(answer_by)
        )
        == 1
    )


async def uninvite(work: UnitOfWork, entry: WaitingEntry) -> None:
    """There was no place after all; it still stands where it stood."""
    await work.execute(_SQL["uninvite"], id=entry.id)


async def leave_line(work: UnitOfWork, entry: WaitingEntry) -> None:
    """The starts of an invited entry are no longer owed to it."""
    await work.execute(_SQL["leave_line"], id=entry.id)


async def remove(work: UnitOfWork, entry: WaitingEntry) -> bool:
    """The wait is over, whatever its end; a place kept for it is given back.

    False when another process was faster.
    """
    await work.execute(_SQL["leave_line"], id=entry.id)
    await places.release_holds(work, entry.holder)
    return await work.execute(_SQL["remove"], id=entry.id) == 1


async def unanswered(work: UnitOfWork, now: datetime) -> tuple[WaitingEntry, ...]:
    """Invited entries whose answer was due by now."""
    return tuple(map(_entry, await work.fetch_all(_SQL["unanswered"], now=to_ms(now))))


async def in_vain(work: UnitOfWork, soonest: datetime) -> tuple[WaitingEntry, ...]:
    """Entries in line whose last start is not after `soonest`."""
    return tuple(map(_entry, await work.fetch_all(_SQL["in_vain"], soonest=to_ms(soonest))))


async def next_moment(work: UnitOfWork, lead: timedelta, now: datetime) -> datetime | None:
    """When something about the line falls due next; a wait ends `lead` before its last start."""
    milliseconds = round(lead.total_seconds() * 1000)
    row = await work.fetch_one(_SQL["next_moment"], lead=milliseconds, now=to_ms(now))
    return from_ms_or_none(row["moment"]) if row else None


async def count_between(work: UnitOfWork, since: datetime, until: datetime) -> int:
    """How many are in line for a start in [since, until)."""
    row = await work.fetch_one(_SQL["count_between"], since=to_ms(since), until=to_ms(until))
    return row["n"] if row else 0


async def erase_contact(work: UnitOfWork, contact_id: int) -> None:
    """Privacy: the contact waits for nothing any more."""
    for entry in await of_contact(work, contact_id):
        await remove(work, entry)


async def erase_phone(work: UnitOfWork, phone: str) -> None:
    """Privacy: the same by phone."""
    for row in await work.fetch_all(_SQL["of_phone"], phone=phone):
        await remove(work, _entry(row))
