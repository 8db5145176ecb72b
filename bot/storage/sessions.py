"""Who is signed in to the pages for staff: one-time links, passwords, sessions; hashes only."""

import hashlib
from datetime import datetime, timedelta

from msgspec import Struct

from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork, from_ms, to_ms

_SQL = statements("sessions")
IDLE = timedelta(hours=2)
"""Who does nothing for so long must sign in again."""
LONGEST = timedelta(hours=12)
"""How long a session lasts at most: one day of work."""
_SEEN_EVERY = timedelta(minutes=1)


class Session(Struct, frozen=True):
    """One browser of one member of staff; `label` names it to its owner, it opens nothing;
    `practice`: it was opened by a click in the sandbox."""

    label: str
    staff_name: str
    device: str
    practice: bool
    created_at: datetime
    seen_at: datetime


def _session(row: Row) -> Session:
    return Session(
        label=row["label"],
        staff_name=row["staff_name"],
        device=row["device"],
        practice=bool(row["practice"]),
        created_at=from_ms(row["created_at"]),
        seen_at=from_ms(row["seen_at"]),
    )


async def add_link(work: UnitOfWork, token: str, name: str, until: datetime, now: datetime) -> None:
    """Keep a one-time link for `name`; those that ran out are dropped."""
    await work.execute(_SQL["drop_links"], now=to_ms(now))
    await work.execute(
        _SQL["add_link"], token_hash=_hash(token), staff_name=name, expires_at=to_ms(until)
    )


async def link_of(work: UnitOfWork, token: str, now: datetime) -> str | None:
    """Whose link it is, without using it; None for a wrong, used or old one."""
    row = await work.fetch_one(_SQL["link_of"], token_hash=_hash(token), now=to_ms(now))
    return row["staff_name"] if row else None


async def use_link(work: UnitOfWork, token: str, now: datetime) -> str | None:
    """The member of staff whom this link signs in; it works once."""
    row = await work.fetch_one(_SQL["use_link"], token_hash=_hash(token), now=to_ms(now))
    return row["staff_name"] if row else None


async def set_password(work: UnitOfWork, name: str, password_hash: str, now: datetime) -> None:
    """Keep a password's hash; every open session of `name` ends."""
    await work.execute(
        _SQL["set_password"], staff_name=name, password_hash=password_hash, now=to_ms(now)
    )
    await close_all(work, name)


async def password_of(work: UnitOfWork, name: str) -> str | None:
    """The hash of the password of `name`, None when they have none."""
    row = await work.fetch_one(_SQL["password_of"], staff_name=name)
    return row["password_hash"] if row else None


async def open_session(work: UnitOfWork, token: str, session: Session) -> None:
    """Remember a browser by the hash of the random `token` in its cookie."""
    await work.execute(_SQL["drop_sessions"], now=to_ms(session.created_at))
    await work.execute(
        _SQL["open"],
        id_hash=_hash(token),
        label=session.label,
        staff_name=session.staff_name,
        device=session.device,
        practice=int(session.practice),
        now=to_ms(session.created_at),
        expires_at=to_ms(session.created_at + LONGEST),
    )


async def find(work: UnitOfWork, token: str, now: datetime) -> Session | None:
    """The session of this cookie, if it was not ended, idle or too old."""
    row = await work.fetch_one(
        _SQL["find"], id_hash=_hash(token), now=to_ms(now), idle_since=to_ms(now - IDLE)
    )
    return _session(row) if row else None


def is_stale(session: Session, now: datetime) -> bool:
    """Whether `see` has something to write."""
    return session.seen_at < now - _SEEN_EVERY


async def see(work: UnitOfWork, token: str, now: datetime) -> None:
    """The browser was here; written at most once a minute."""
    before = to_ms(now - _SEEN_EVERY)
    await work.execute(_SQL["see"], id_hash=_hash(token), now=to_ms(now), before=before)


async def of_staff(work: UnitOfWork, name: str, now: datetime) -> tuple[Session, ...]:
    """The open sessions of a member of staff, the latest used first."""
    rows = await work.fetch_all(
        _SQL["of_staff"], staff_name=name, now=to_ms(now), idle_since=to_ms(now - IDLE)
    )
    return tuple(map(_session, rows))


async def close(work: UnitOfWork, token: str) -> None:
    """Sign this browser out."""
    await work.execute(_SQL["close"], id_hash=_hash(token))


async def close_labelled(work: UnitOfWork, name: str, label: str) -> bool:
    """End one of one's own sessions; False when there is no such one."""
    return await work.execute(_SQL["close_labelled"], staff_name=name, label=label) == 1


async def close_all(work: UnitOfWork, name: str) -> int:
    """End every session of `name`; how many."""
    return await work.execute(_SQL["close_all"], staff_name=name)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
