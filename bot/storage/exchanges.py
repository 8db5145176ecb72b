"""Requests to change the roster, and leave, as they are stored."""

from datetime import date, datetime, time

import orjson
from msgspec import Struct
from msgspec.structs import replace

from bot.domain.calendar import CHINA, ShiftKind
from bot.domain.exchanges import Move, RequestKind, RequestState, RosterRequest
from bot.domain.roster import Leave
from bot.storage.statements import statements
from bot.storage.unit_of_work import (
    Row,
    UnitOfWork,
    from_ms,
    from_ms_or_none,
    ms_or_none,
    to_ms,
)

_SQL = statements("exchanges")


class StoredLeave(Struct, frozen=True):
    """A leave with its number."""

    id: int
    leave: Leave


async def add(work: UnitOfWork, request: RosterRequest) -> RosterRequest:
    """Keep a new request; the same with its number."""
    number = await work.insert(
        _SQL["add"],
        kind=request.kind.value,
        asker=request.asker,
        moves=_dumped(request.moves),
        reason=request.reason,
        state=request.state.value,
        asked=request.asked,
        tried=orjson.dumps(request.tried).decode(),
        answer_by=ms_or_none(request.answer_by),
        leave_id=request.leave_id,
        in_group=int(request.in_group),
        now=to_ms(request.created_at),
    )
    return replace(request, id=number or 0)


async def save(work: UnitOfWork, request: RosterRequest, now: datetime) -> RosterRequest | None:
    """Keep what changed; None when somebody else changed it since it was read."""
    changed = await work.execute(
        _SQL["save"],
        id=request.id,
        version=request.version,
        moves=_dumped(request.moves),
        state=request.state.value,
        asked=request.asked,
        tried=orjson.dumps(request.tried).decode(),
        answer_by=ms_or_none(request.answer_by),
        decided_by=request.decided_by,
        now=to_ms(now),
    )
    return replace(request, version=request.version + 1, changed_at=now) if changed else None


async def by_id(work: UnitOfWork, number: int) -> RosterRequest | None:
    """The request with this number."""
    row = await work.fetch_one(_SQL["by_id"], id=number)
    return _request(row) if row else None


async def open_requests(work: UnitOfWork) -> tuple[RosterRequest, ...]:
    """Those that still wait for somebody, oldest first."""
    return tuple(map(_request, await work.fetch_all(_SQL["open"])))


async def changed_since(work: UnitOfWork, since: datetime) -> tuple[RosterRequest, ...]:
    """Everything that was asked or answered since then, the latest answer last."""
    return tuple(map(_request, await work.fetch_all(_SQL["changed_since"], since=to_ms(since))))


async def add_leave(work: UnitOfWork, leave: Leave, actor: str, now: datetime) -> int:
    """Keep a leave; its number."""
    number = await work.insert(
        _SQL["add_leave"],
        person=leave.person,
        since=leave.since.isoformat(),
        until=leave.until.isoformat(),
        reason=leave.reason,
        actor=actor,
        now=to_ms(now),
    )
    return number or 0


async def end_leave(work: UnitOfWork, number: int) -> bool:
    """The leave is off; False when it was before."""
    return await work.execute(_SQL["end_leave"], id=number) == 1


async def leaves_between(work: UnitOfWork, since: date, until: date) -> tuple[StoredLeave, ...]:
    """Who is on leave in since…until (both included), as told in the chat."""
    rows = await work.fetch_all(
        _SQL["leaves_between"], since=since.isoformat(), until=until.isoformat()
    )
    return tuple(StoredLeave(row["id"], _leave(row)) for row in rows)


async def forget_before(work: UnitOfWork, before: datetime) -> int:
    """Retention: what nobody waits for and nobody touched since, leaves that ended; how many."""
    requests = await work.execute(_SQL["forget_requests"], before=to_ms(before))
    day = before.astimezone(CHINA).date().isoformat()
    return requests + await work.execute(_SQL["forget_leaves"], day=day)


def _leave(row: Row) -> Leave:
    since, until = date.fromisoformat(row["since"]), date.fromisoformat(row["until"])
    return Leave(row["person"], since, until, row["reason"])


def _request(row: Row) -> RosterRequest:
    return RosterRequest(
        id=row["id"],
        kind=RequestKind(row["kind"]),
        asker=row["asker"],
        moves=_loaded(row["moves"]),
        reason=row["reason"],
        state=RequestState(row["state"]),
        asked=row["asked"],
        tried=tuple(orjson.loads(row["tried"])),
        answer_by=from_ms_or_none(row["answer_by"]),
        leave_id=row["leave_id"],
        in_group=bool(row["in_group"]),
        decided_by=row["decided_by"],
        created_at=from_ms(row["created_at"]),
        changed_at=from_ms(row["changed_at"]),
        version=row["version"],
    )


def _dumped(moves: tuple[Move, ...]) -> str:
    rows = [
        [m.day.isoformat(), m.kind.value, m.giver, m.taker]
        + ([f"{each:%H:%M}" for each in m.part] if m.part else [])
        for m in moves
    ]
    return orjson.dumps(rows).decode()


def _loaded(text: str) -> tuple[Move, ...]:
    return tuple(_move(row) for row in orjson.loads(text))


def _move(row: list[str]) -> Move:
    day, kind, giver, taker, *part = row
    clocks = tuple(map(time.fromisoformat, part))
    span = (clocks[0], clocks[1]) if clocks else None
    return Move(date.fromisoformat(day), ShiftKind(kind), giver, taker, span)
