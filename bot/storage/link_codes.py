"""Six-digit codes: shown on one contact, typed on another, once. Only their hash is kept."""

import hashlib
from datetime import datetime

from msgspec import Struct

from bot.domain.links import CodeKind
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, to_ms

_SQL = statements("link_codes")


class LinkCode(Struct, frozen=True):
    """What a code does: who showed it, what for, and what they call the other one."""

    shown_by: int
    kind: CodeKind
    relation: str = ""


async def put(work: UnitOfWork, code: str, shown: LinkCode, until: datetime, now: datetime) -> bool:
    """Keep a new code, the contact's older one dies; False when somebody else's is the same."""
    await work.execute(_SQL["drop_codes"], now=to_ms(now))
    await forget(work, shown.shown_by)
    added = await work.execute(
        _SQL["add_code"],
        contact_id=shown.shown_by,
        code_hash=_hash(code),
        kind=shown.kind.value,
        relation=shown.relation,
        expires_at=to_ms(until),
    )
    return added == 1


async def use(work: UnitOfWork, code: str, contact_id: int, now: datetime) -> LinkCode | None:
    """What the code that `contact_id` typed does; it works once, of two who type it for one only.

    None for a wrong, used or old one, and for their own.
    """
    row = await work.fetch_one(
        _SQL["use_code"], code_hash=_hash(code), contact_id=contact_id, now=to_ms(now)
    )
    return LinkCode(row["contact_id"], CodeKind(row["kind"]), row["relation"]) if row else None


async def is_own(work: UnitOfWork, code: str, contact_id: int, now: datetime) -> bool:
    """Whether this contact shows that very code, so that it is for another one to type."""
    row = await work.fetch_one(
        _SQL["own_code"], code_hash=_hash(code), contact_id=contact_id, now=to_ms(now)
    )
    return row is not None


async def forget(work: UnitOfWork, contact_id: int) -> None:
    """The code that this contact shows is worth nothing any more."""
    await work.execute(_SQL["drop_code_of"], contact_id=contact_id)


async def forget_before(work: UnitOfWork, now: datetime) -> int:
    """Retention: codes that are over."""
    return await work.execute(_SQL["drop_codes"], now=to_ms(now))


def _hash(code: str) -> str:
    return hashlib.sha256(f"link:{code}".encode()).hexdigest()
