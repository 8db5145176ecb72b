"""The secret addresses of calendar feeds: whose they are; only their hash is kept."""

import hashlib
from datetime import datetime

from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, to_ms

_SQL = statements("feeds")


async def add(work: UnitOfWork, token: str, person: str, now: datetime) -> None:
    """Keep a new address; `person` "" = the whole centre."""
    await work.execute(_SQL["add_feed"], token_hash=_hash(token), person=person, now=to_ms(now))


async def drop(work: UnitOfWork, person: str) -> int:
    """All addresses of somebody stop working; how many there were."""
    return await work.execute(_SQL["drop_feeds"], person=person)


async def person_of(work: UnitOfWork, token: str) -> str | None:
    """Whose address it is, "" = the centre's; None for one that does not or no longer exist."""
    row = await work.fetch_one(_SQL["person_of"], token_hash=_hash(token))
    return str(row["person"]) if row else None


def _hash(token: str) -> str:
    return hashlib.sha256(f"feed:{token}".encode()).hexdigest()
