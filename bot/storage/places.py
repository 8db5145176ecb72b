"""Places at slots: holds that expire and places of tickets; overselling is impossible here."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.slots import Slot
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, from_ms, ms_or_none, to_ms

_SQL = statements("places")


async def taken(
    work: UnitOfWork, service: str, since: datetime, until: datetime, now: datetime
) -> Mapping[datetime, int]:
    """How many places are taken per start between `since` and `until` (exclusive)."""
    rows = await work.fetch_all(
        _SQL["taken"], service=service, since=to_ms(since), until=to_ms(until), now=to_ms(now)
    )
    return {from_ms(row["starts_at"]): row["taken"] for row in rows}


async def hold(
    work: UnitOfWork, slot: Slot, contact_id: int, expires_at: datetime, now: datetime
) -> bool:
    """Take a free place until `expires_at`, or prolong the one this contact holds there already."""
    prolonged = await work.execute(
        _SQL["prolong"],
        expires_at=to_ms(expires_at),
        contact_id=contact_id,
        service=slot.service,
        starts_at=to_ms(slot.start),
        now=to_ms(now),
    )
    return prolonged == 1 or await sit(work, slot, contact_id, (None, expires_at), now)


async def sit(
    work: UnitOfWork,
    slot: Slot,
    contact_id: int,
    claim: tuple[int | None, datetime | None],
    now: datetime,
) -> bool:
    """Take a free seat for `claim` = (ticket id, None) or (None, expiry); False when full."""
    ticket_id, expires_at = claim
    rows = await work.fetch_all(
        _SQL["seats"], service=slot.service, starts_at=to_ms(slot.start), now=to_ms(now)
    )
    used = {row["seat"] for row in rows}
    # Everybody tries the same first free seats, no more of them than places are left: so two at
    # once cannot both sit down where capacity shrank below the highest seat.
    left = max(slot.capacity - len(used), 0)
    for seat in sorted(set(range(slot.capacity)) - used)[:left]:
        if await work.execute(
            _SQL["sit"],
            service=slot.service,
            starts_at=to_ms(slot.start),
            seat=seat,
            contact_id=contact_id,
            ticket_id=ticket_id,
            expires_at=ms_or_none(expires_at),
            now=to_ms(now),
        ):
            return True
    return False


async def keep(
    work: UnitOfWork, slot: Slot, contact_id: int, ticket_id: int, now: datetime
) -> bool:
    """Turn this contact's hold into the ticket's place; without a hold take a seat.

    False when full.
    """
    kept = await work.execute(
        _SQL["keep"],
        contact_id=contact_id,
        ticket_id=ticket_id,
        service=slot.service,
        starts_at=to_ms(slot.start),
        now=to_ms(now),
    )
    return kept == 1 or await sit(work, slot, contact_id, (ticket_id, None), now)


async def release_holds(work: UnitOfWork, contact_id: int) -> None:
    """Give back what this contact holds without a ticket."""
    await work.execute(_SQL["release_holds"], contact_id=contact_id)


async def release_ticket(work: UnitOfWork, ticket_id: int) -> None:
    """Give back the place of a ticket."""
    await work.execute(_SQL["release_ticket"], ticket_id=ticket_id)


async def drop_expired(work: UnitOfWork, now: datetime) -> int:
    """Clear holds that ran out."""
    return await work.execute(_SQL["drop_expired"], now=to_ms(now))
