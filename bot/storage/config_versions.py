"""Versions of the configuration files: what stood there, who changed it, what waits for a yes."""

import hashlib
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork, from_ms, to_ms

_SQL = statements("config_versions")
KEPT = 200
"""How many versions of a file are kept."""


class VersionState(StrEnum):
    """FOUND stood in the folder, SAVED was put there by the page; WAITING for a second admin,
    who APPROVED it (then it is SAVED as another version) or REFUSED it, or its author has
    WITHDRAWN it; STALE: the file changed while it waited."""

    FOUND = "found"
    SAVED = "saved"
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STALE = "stale"


class Version(Struct, frozen=True):
    """One version of `file`. `base`: the digest of what it was made from; `content` "" in lists."""

    file: str
    content: str
    base: str
    actor: str
    reason: str
    state: VersionState
    at: datetime
    id: int = 0
    digest: str = ""
    decided_by: str = ""


def digest_of(content: bytes | None) -> str:
    """A short name of what stands in a file; "" where there is none."""
    return "" if content is None else hashlib.sha256(content).hexdigest()[:16]


async def lock(work: UnitOfWork, file: str) -> None:
    """Until the commit nobody else saves this file."""
    await work.execute(_SQL["lock"], name=f"config:{file}")


async def add(work: UnitOfWork, version: Version) -> int:
    """Keep a version and forget the oldest beyond KEPT; its number."""
    number = await work.insert(
        _SQL["add"],
        file=version.file,
        content=version.content,
        digest=digest_of(version.content.encode()),
        base=version.base,
        actor=version.actor,
        reason=version.reason,
        state=version.state.value,
        decided_by=version.decided_by,
        now=to_ms(version.at),
    )
    await work.execute(_SQL["drop_old"], file=version.file, kept=KEPT)
    return number or 0


async def of_file(work: UnitOfWork, file: str, most: int) -> tuple[Version, ...]:
    """The newest versions of a file, without their content."""
    rows = await work.fetch_all(_SQL["of_file"], file=file, most=most)
    return tuple(map(_version, rows))


async def by_id(work: UnitOfWork, number: int) -> Version | None:
    """One version with its content."""
    row = await work.fetch_one(_SQL["by_id"], id=number)
    return _version(row) if row else None


async def in_place(work: UnitOfWork, file: str) -> Version | None:
    """What stood in the folder as far as we know."""
    row = await work.fetch_one(_SQL["in_place"], file=file)
    return _version(row) if row else None


async def with_digest(work: UnitOfWork, file: str, digest: str) -> Version | None:
    """The newest version in place that had this digest."""
    row = await work.fetch_one(_SQL["with_digest"], file=file, digest=digest)
    return _version(row) if row else None


async def waiting(work: UnitOfWork) -> tuple[Version, ...]:
    """What waits for a second admin, the oldest first, without content."""
    return tuple(map(_version, await work.fetch_all(_SQL["waiting"])))


async def decide(work: UnitOfWork, number: int, state: VersionState, by: str) -> bool:
    """End the waiting; False when somebody else did."""
    changed = await work.execute(_SQL["decide"], id=number, state=state.value, decided_by=by)
    return changed == 1


def _version(row: Row) -> Version:
    return Version(
        file=row["file"],
        content=row["content"],
        base=row["base"],
        actor=row["actor"],
        reason=row["reason"],
        state=VersionState(row["state"]),
        at=from_ms(row["at"]),
        id=row["id"],
        digest=row["digest"],
        decided_by=row["decided_by"],
    )
