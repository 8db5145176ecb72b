"""Links: which contacts are one resident, and the append-only trail of it.

Two contacts are linked exactly when they have the same resident. Linked contacts share a resident
made for them; each keeps the one it had before as its home, and goes back there when they part.
"""

from datetime import datetime

from msgspec import Struct

from bot.domain.links import LinkAct
from bot.domain.messages import ContactRef
from bot.domain.tickets import Actor
from bot.storage import contacts
from bot.storage.contacts import Contact
from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork, from_ms, to_ms

_SQL = statements("links")


class Fellow(Struct, frozen=True):
    """Another contact of the same resident."""

    id: int
    ref: ContactRef


class LinkEntry(Struct, frozen=True):
    """One line of the trail: numbers of contacts, no personal data. `at` is None until stored."""

    act: LinkAct
    contact_id: int
    other_id: int | None
    actor: Actor
    reason: str = ""
    at: datetime | None = None


class _Standing(Struct, frozen=True):
    """The resident a contact has now and, while it is linked, its home."""

    resident: int
    home: int | None


async def fellows(work: UnitOfWork, contact_id: int) -> tuple[Fellow, ...]:
    """The other contacts of the same resident, oldest first."""
    rows = await work.fetch_all(_SQL["fellows"], id=contact_id)
    return tuple(Fellow(row["id"], ContactRef(row["channel"], row["address"])) for row in rows)


async def settle_in(work: UnitOfWork, contact_id: int, now: datetime) -> None:
    """The contact has a resident from now on, be it one who told nothing yet."""
    await _standing(work, contact_id, now)


async def join(work: UnitOfWork, host: int, guest: int, now: datetime) -> bool:
    """Make one resident of two contacts and of all they are linked with; False: they were one.

    What the host told of themselves counts, else what the guest told.
    """
    await work.execute(_SQL["lock"])
    await contacts.lock(work, host)
    await contacts.lock(work, guest)
    before, joining = await _standing(work, host, now), await _standing(work, guest, now)
    if before.resident == joining.resident:
        return False
    both = {"host": before.resident, "guest": joining.resident}
    await work.execute(_SQL["keep_homes"], now=to_ms(now), **both)
    shared = before.resident if before.home else await _shared(work, before, joining, now)
    await work.execute(_SQL["gather"], shared=shared, **both)
    await work.execute(_SQL["empty_shared"], id=joining.resident)
    return True


async def part(work: UnitOfWork, contact_id: int) -> tuple[Fellow, ...]:
    """The contact is a resident of its own again; those it was linked with, () for none.

    Of two both go home.
    """
    await work.execute(_SQL["lock"])
    contact = await contacts.by_id(work, contact_id)
    left = await fellows(work, contact_id)
    if contact is None or contact.resident_id is None or not left:
        return ()
    gone = (contact_id,) if len(left) > 1 else (contact_id, left[0].id)
    for each in gone:
        await work.execute(_SQL["go_home"], id=each)
        await work.execute(_SQL["drop_link"], id=each)
    await work.execute(_SQL["empty_shared"], id=contact.resident_id)
    return left


async def note(work: UnitOfWork, entry: LinkEntry, now: datetime) -> None:
    """Append one line to the trail; it can never be erased, so its reason names no resident."""
    await work.execute(
        _SQL["note"],
        at=to_ms(now),
        act=entry.act.value,
        contact_id=entry.contact_id,
        other_id=entry.other_id,
        actor=entry.actor.name,
        channel=entry.actor.channel,
        reason=entry.reason,
    )


async def trail(work: UnitOfWork, contact_id: int) -> tuple[LinkEntry, ...]:
    """Everything that was done with this contact, oldest first."""
    return tuple(map(_entry, await work.fetch_all(_SQL["trail"], contact_id=contact_id)))


async def forget_told(work: UnitOfWork, contact: Contact) -> None:
    """The contact leaves us: what it told goes with it; what its fellows still use stays."""
    if await fellows(work, contact.id):
        await empty_home(work, contact.id)
    else:
        await contacts.forget_resident(work, contact)


async def empty_home(work: UnitOfWork, contact_id: int) -> None:
    """Privacy: what a linked contact told before it was linked."""
    await work.execute(_SQL["empty_home"], id=contact_id)


async def erase(work: UnitOfWork, contact_id: int) -> None:
    """Privacy: the contact is linked with nobody any more, and its home is empty."""
    await empty_home(work, contact_id)
    await part(work, contact_id)


async def at_home_with_phone(work: UnitOfWork, phone: str) -> tuple[Contact, ...]:
    """Linked contacts that gave this phone as their own before they were linked."""
    rows = await work.fetch_all(_SQL["at_home_with_phone"], phone=phone)
    found = [await contacts.by_id(work, row["contact_id"]) for row in rows]
    return tuple(contact for contact in found if contact is not None)


async def part_unseen_since(work: UnitOfWork, before: datetime) -> int:
    """Retention: residents none of whose contacts wrote since `before`; how many contacts."""
    unseen = await work.fetch_all(_SQL["unseen"], before=to_ms(before))
    for row in unseen:
        await erase(work, row["contact_id"])
    return len(unseen)


async def _standing(work: UnitOfWork, contact_id: int, now: datetime) -> _Standing:
    row = await work.fetch_one(_SQL["standing"], id=contact_id)
    if row is not None and row["resident_id"] is not None:
        return _Standing(row["resident_id"], row["home_id"])
    made = await _make_resident(work, ("", ""), now)
    await work.execute(_SQL["set_resident"], id=contact_id, resident_id=made)
    return _Standing(made, None)


async def _shared(work: UnitOfWork, before: _Standing, joining: _Standing, now: datetime) -> int:
    """A resident for both: a home stays as it is, so that it can be gone back to."""
    host, guest = [
        (row["name"], row["phone"]) if row else ("", "")
        for each in (before, joining)
        for row in (await work.fetch_one(_SQL["told"], id=each.resident),)
    ]
    return await _make_resident(work, (host[0] or guest[0], host[1] or guest[1]), now)


async def _make_resident(work: UnitOfWork, told: tuple[str, str], now: datetime) -> int:
    made = await work.insert(_SQL["add_resident"], name=told[0], phone=told[1], now=to_ms(now))
    assert made is not None  # noqa: S101 - nothing here can conflict
    return made


def _entry(row: Row) -> LinkEntry:
    return LinkEntry(
        act=LinkAct(row["act"]),
        contact_id=row["contact_id"],
        other_id=row["other_id"],
        actor=Actor(row["actor"], row["channel"]),
        reason=row["reason"],
        at=from_ms(row["at"]),
    )
