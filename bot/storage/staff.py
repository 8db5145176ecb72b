"""Which account in the chat is which member of staff, and the one-time codes that bind."""

import hashlib
from datetime import datetime

from bot.domain.messages import ContactRef
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, to_ms

_SQL = statements("staff")


async def bound_name(work: UnitOfWork, ref: ContactRef) -> str | None:
    """The member of staff behind this account, None for strangers and suspended accounts."""
    row = await work.fetch_one(_SQL["bound_name"], channel=ref.channel, address=ref.address)
    return row["staff_name"] if row else None


async def suspended_name(work: UnitOfWork, ref: ContactRef) -> str | None:
    """The member of staff whose account this was until they left the staff group."""
    row = await work.fetch_one(_SQL["suspended_name"], channel=ref.channel, address=ref.address)
    return row["staff_name"] if row else None


async def suspend(work: UnitOfWork, staff_name: str, channel: str, now: datetime) -> int:
    """Trust the accounts of a member of staff on `channel` no longer, until they are bound
    again; how many."""
    return await work.execute(
        _SQL["suspend"], staff_name=staff_name, channel=channel, now=to_ms(now)
    )


async def accounts_of(work: UnitOfWork, staff_name: str) -> tuple[ContactRef, ...]:
    """The accounts of a member of staff that are not suspended, the newest first."""
    rows = await work.fetch_all(_SQL["bindings_of"], staff_name=staff_name)
    return tuple(ContactRef(row["channel"], row["address"]) for row in rows)


async def bind(work: UnitOfWork, ref: ContactRef, staff_name: str, now: datetime) -> None:
    """Bind an account, also one that was suspended; it belongs to one member of staff."""
    await work.execute(_SQL["reinstate"], channel=ref.channel, address=ref.address)
    await work.execute(
        _SQL["bind"],
        channel=ref.channel,
        address=ref.address,
        staff_name=staff_name,
        now=to_ms(now),
    )


async def add_code(
    work: UnitOfWork, code: str, staff_name: str, expires_at: datetime, now: datetime
) -> None:
    """Keep a one-time code (only its hash) until `expires_at`."""
    await work.execute(_SQL["drop_codes"], now=to_ms(now))
    await work.execute(
        _SQL["add_code"],
        code_hash=_hash(code),
        staff_name=staff_name,
        expires_at=to_ms(expires_at),
    )


async def use_code(work: UnitOfWork, code: str, now: datetime) -> str | None:
    """The member of staff this code binds; it works once. None for a wrong or old code."""
    row = await work.fetch_one(_SQL["use_code"], code_hash=_hash(code), now=to_ms(now))
    return row["staff_name"] if row else None


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()
