"""Contacts and residents: who writes to us, and until when we may write back."""

from datetime import datetime

from msgspec import Struct

from bot.domain.messages import ContactRef, DeliveryWindow
from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork, from_ms, ms_or_none, to_ms

_SQL = statements("contacts")


class Contact(Struct, frozen=True):
    """A person on one channel. `is_new`: this is their first message."""

    id: int
    ref: ContactRef
    resident_id: int | None
    followed: bool
    window: DeliveryWindow | None
    community: str
    is_new: bool


class Resident(Struct, frozen=True):
    """A person as far as they told us."""

    id: int
    name: str
    phone: str


def contact_in(row: Row) -> Contact:
    """The contact in a row."""
    number, channel, address, resident_id, followed, until, left, community, visits = row
    return Contact(
        id=number,
        ref=ContactRef(channel, address),
        resident_id=resident_id,
        followed=bool(followed),
        window=_window(until, left),
        community=community,
        is_new=visits == 1,
    )


def _window(until: int | None, left: int) -> DeliveryWindow | None:
    return None if until is None else DeliveryWindow(from_ms(until), left)


async def meet(
    work: UnitOfWork, ref: ContactRef, window: DeliveryWindow | None, now: datetime
) -> Contact:
    """The contact, made at the first message, with its DeliveryWindow opened.

    The contact stays locked until the turn ends.
    """
    row = await work.fetch_one(
        _SQL["meet"],
        channel=ref.channel,
        address=ref.address,
        window_until=ms_or_none(window.until if window else None),
        window_left=window.messages if window else 0,
        now=to_ms(now),
    )
    assert row is not None  # noqa: S101 - an upsert with RETURNING always has a row
    number, resident_id, until, left, community, visits = row
    opened = _window(until, left)
    return Contact(number, ref, resident_id, True, opened, community, visits == 1)


async def find(work: UnitOfWork, ref: ContactRef) -> Contact | None:
    """The contact, or None if they never wrote."""
    row = await work.fetch_one(_SQL["find"], channel=ref.channel, address=ref.address)
    return contact_in(row) if row else None


async def by_id(work: UnitOfWork, contact_id: int) -> Contact | None:
    """The contact with this id."""
    row = await work.fetch_one(_SQL["by_id"], id=contact_id)
    return contact_in(row) if row else None


async def lock(work: UnitOfWork, contact_id: int) -> None:
    """Let the contact's own turns wait for this one, as `meet` does for them."""
    await work.execute(_SQL["lock"], id=contact_id)


async def spend_window(work: UnitOfWork, ref: ContactRef) -> bool:
    """One window message is used; False when none was left."""
    changed = await work.execute(_SQL["spend_window"], channel=ref.channel, address=ref.address)
    return changed == 1


async def give_back_window(work: UnitOfWork, ref: ContactRef, until: datetime) -> None:
    """A spent window message was not sent; nothing to do when another window is open by now."""
    await work.execute(
        _SQL["give_back_window"],
        channel=ref.channel,
        address=ref.address,
        window_until=to_ms(until),
    )


async def close_window(work: UnitOfWork, ref: ContactRef) -> None:
    """The platform said the window is closed or used up."""
    await work.execute(_SQL["close_window"], channel=ref.channel, address=ref.address)


async def set_followed(work: UnitOfWork, contact_id: int, followed: bool) -> None:
    """Remember a follow or an unfollow."""
    await work.execute(_SQL["set_followed"], id=contact_id, followed=int(followed))


async def set_community(work: UnitOfWork, contact_id: int, community: str) -> None:
    """Remember the community of a scanned poster: a hint, never an authorisation."""
    await work.execute(_SQL["set_community"], id=contact_id, community=community)


async def resident_of(work: UnitOfWork, contact: Contact) -> Resident | None:
    """What this contact told us about themselves."""
    if contact.resident_id is None:
        return None
    row = await work.fetch_one(_SQL["resident"], id=contact.resident_id)
    return Resident(row["id"], row["name"], row["phone"]) if row else None


async def introduce(
    work: UnitOfWork, contact: Contact, name: str, phone: str, now: datetime
) -> None:
    """Keep the name and phone this contact gave for themselves."""
    if contact.resident_id is not None:
        await work.execute(_SQL["update_resident"], id=contact.resident_id, name=name, phone=phone)
        return
    resident_id = await work.insert(_SQL["add_resident"], name=name, phone=phone, now=to_ms(now))
    await work.execute(_SQL["set_resident"], id=contact.id, resident_id=resident_id)


async def forget_resident(work: UnitOfWork, contact: Contact) -> None:
    """Erase name and phone of this contact (privacy: unfollow, erase)."""
    if contact.resident_id is not None:
        await work.execute(_SQL["forget_resident_of"], id=contact.resident_id)


async def erase_phone(work: UnitOfWork, phone: str) -> int:
    """Erase every resident with this phone; how many."""
    return await work.execute(_SQL["erase_residents"], phone=phone)


async def with_phone(work: UnitOfWork, phone: str) -> tuple[Contact, ...]:
    """The contacts of residents with this phone."""
    return tuple(map(contact_in, await work.fetch_all(_SQL["with_phone"], phone=phone)))


async def erase_unseen_since(work: UnitOfWork, before: datetime) -> int:
    """Retention: erase residents none of whose contacts wrote since `before`; how many."""
    return await work.execute(_SQL["erase_residents_before"], before=to_ms(before))
