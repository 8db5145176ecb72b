"""Letters that go to another contact of the same resident, and what became of each."""

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

from bot.domain.messages import ContactRef, DeliveryState
from bot.storage.contacts import Contact, contact_in
from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork

_SQL = statements("detours")


class Fate(Struct, frozen=True):
    """What became of one letter about a ticket; `origin`: the letter whose place it took."""

    id: int
    to: ContactRef
    state: DeliveryState
    route: str
    reason: str
    origin: int | None


async def add(work: UnitOfWork, outbox_id: int, origin: int) -> None:
    """The letter `outbox_id` takes the place of `origin`."""
    await work.execute(_SQL["add"], outbox_id=outbox_id, origin=origin)


async def origin_of(work: UnitOfWork, outbox_id: int) -> int:
    """The letter that was written first; a letter without detour is its own."""
    row = await work.fetch_one(_SQL["origin"], outbox_id=outbox_id)
    return row["origin"] if row else outbox_id


async def untried(work: UnitOfWork, resident_id: int, origin: int) -> tuple[Contact, ...]:
    """The resident's contacts to which `origin` was not sent yet, who wrote last first."""
    rows = await work.fetch_all(_SQL["untried"], resident_id=resident_id, origin=origin)
    return tuple(map(contact_in, rows))


async def fates(work: UnitOfWork, ticket: str) -> tuple[Fate, ...]:
    """What became of everything residents were told about a ticket, oldest first."""
    return tuple(map(_fate, await work.fetch_all(_SQL["letters"], ticket=ticket)))


async def fates_of_all(work: UnitOfWork) -> Mapping[str, tuple[Fate, ...]]:
    """The same of all tickets, by code."""
    found: defaultdict[str, list[Fate]] = defaultdict(list)
    for row in await work.fetch_all(_SQL["letters_of_all"]):
        found[row["ticket"]].append(_fate(row))
    return {code: tuple(told) for code, told in found.items()}


async def forget(work: UnitOfWork) -> int:
    """Retention: detours of letters that are gone."""
    return await work.execute(_SQL["forget"])


def _fate(row: Row) -> Fate:
    return Fate(
        id=row["id"],
        to=ContactRef(row["to_channel"], row["to_address"]),
        state=DeliveryState(row["state"]),
        route=row["route"],
        reason=row["reason"],
        origin=row["origin"],
    )
