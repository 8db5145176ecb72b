"""Places at slots: holds that expire and places of tickets; overselling is impossible here."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.slots import Slot
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, from_ms, ms_or_none, to_ms

_SQL = statements("places")
_NO_START = -1
_Claim = tuple[int, int | None, datetime | None]


async def taken(
    work: UnitOfWork, service: str, since: datetime, until: datetime, now: datetime
) -> Mapping[datetime, int]:
    """How many places are taken per start between `since` and `until` (exclusive).

    A place that is owed to somebody in line counts as taken.
    """
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
    """Take a free seat that is owed to nobody in line; False when there is none.

    `claim` = (ticket id, None) books, (None, expiry) holds, (ticket id, expiry) offers.
    """
    reckoned = await _seats(work, slot, now)
    return await _sit(work, slot, (contact_id, *claim), reckoned, now)


async def promise(
    work: UnitOfWork, slot: Slot, holder: int, expires_at: datetime, now: datetime
) -> bool:
    """Keep a place for somebody in line: one that rests, else any free one; False when full."""
    rested = await work.execute(
        _SQL["take_rested"],
        holder=holder,
        expires_at=to_ms(expires_at),
        service=slot.service,
        starts_at=to_ms(slot.start),
        now=to_ms(now),
    )
    if rested:
        return True
    used, _ = await _seats(work, slot, now)
    return await _sit(work, slot, (holder, None, expires_at), (used, 0), now)


async def hand_over(
    work: UnitOfWork, slot: Slot, holder: int, contact_id: int, now: datetime
) -> bool:
    """What was kept for `holder` is now held by this contact; False when it ran out."""
    return (
        await work.execute(
            _SQL["hand_over"],
            holder=holder,
            contact_id=contact_id,
            service=slot.service,
            starts_at=to_ms(slot.start),
            now=to_ms(now),
        )
        == 1
    )


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


async def release_other_holds(work: UnitOfWork, slot: Slot, contact_id: int, now: datetime) -> None:
    """Give back what this contact holds without a ticket, but for a place at `slot`."""
    await work.execute(
        _SQL["release_other_holds"],
        contact_id=contact_id,
        service=slot.service,
        starts_at=to_ms(slot.start),
        now=to_ms(now),
    )


async def release_holds(work: UnitOfWork, contact_id: int) -> None:
    """Give back what this contact holds without a ticket."""
    await work.execute(_SQL["release_holds"], contact_id=contact_id)


async def keep_offered(work: UnitOfWork, slot: Slot, ticket_id: int, now: datetime) -> bool:
    """The time staff offered for this ticket becomes its place; False when the offer ran out."""
    return (
        await work.execute(
            _SQL["keep_offered"],
            ticket_id=ticket_id,
            service=slot.service,
            starts_at=to_ms(slot.start),
            now=to_ms(now),
        )
        == 1
    )


async def rest(
    work: UnitOfWork, ticket_id: int, but: datetime | None, opens_at: datetime, now: datetime
) -> None:
    """The ticket's place (not at `but`) is for nobody outside the line before `opens_at`."""
    await work.execute(
        _SQL["rest"],
        ticket_id=ticket_id,
        but=_NO_START if but is None else to_ms(but),
        opens_at=to_ms(opens_at),
        now=to_ms(now),
    )


async def release_ticket(work: UnitOfWork, ticket_id: int, but: datetime | None = None) -> None:
    """Give back the place of a ticket and the times offered for it, not the one at `but`."""
    start = _NO_START if but is None else to_ms(but)
    await work.execute(_SQL["release_ticket"], ticket_id=ticket_id, but=start)


async def release_offered(work: UnitOfWork, ticket_id: int) -> None:
    """Give back the times staff offered for a ticket."""
    await work.execute(_SQL["release_offered"], ticket_id=ticket_id)


async def drop_expired(work: UnitOfWork, now: datetime) -> int:
    """Clear holds that ran out."""
    return await work.execute(_SQL["drop_expired"], now=to_ms(now))


async def _seats(work: UnitOfWork, slot: Slot, now: datetime) -> tuple[set[int], int]:
    """The seats taken at a slot, and how many people stand in line for one."""
    rows = await work.fetch_all(
        _SQL["seats"], service=slot.service, starts_at=to_ms(slot.start), now=to_ms(now)
    )
    seats = [row["seat"] for row in rows]
    return {seat for seat in seats if seat is not None}, seats.count(None)


async def _sit(
    work: UnitOfWork, slot: Slot, claim: _Claim, reckoned: tuple[set[int], int], now: datetime
) -> bool:
    holder, ticket_id, expires_at = claim
    used, owed = reckoned
    # Everybody tries the same first free seats, no more of them than places are left: so two at
    # once cannot both sit down where capacity shrank below the highest seat.
    left = max(slot.capacity - len(used) - owed, 0)
    for seat in sorted(set(range(slot.capacity)) - used)[:left]:
        if await work.execute(
            _SQL["sit"],
            service=slot.service,
            starts_at=to_ms(slot.start),
            seat=seat,
            contact_id=holder,
            ticket_id=ticket_id,
            expires_at=ms_or_none(expires_at),
            now=to_ms(now),
        ):
            return True
    return False
