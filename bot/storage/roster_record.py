"""The roster's memory: the log of every change, who served, marks of what was looked at."""

from datetime import date, datetime

import orjson
from msgspec import Struct

from bot.domain.calendar import ShiftKind
from bot.domain.roster import Shift
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, from_ms, to_ms

_SQL = statements("roster")
_LOCK = "lock:"
Served = dict[tuple[date, ShiftKind], tuple[str, ...]]


class RosterChange(Struct, frozen=True):
    """One line of the log; `before`/`after` as in a roster entry. `shift` None: about no shift."""

    at: datetime
    actor: str
    act: str
    day: date
    shift: ShiftKind | None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    reason: str = ""
    request: int | None = None


async def log(work: UnitOfWork, change: RosterChange) -> None:
    """Write a line of the log; none is ever changed."""
    await work.execute(
        _SQL["log"],
        now=to_ms(change.at),
        actor=change.actor,
        act=change.act,
        day=change.day.isoformat(),
        shift=change.shift.value if change.shift else "",
        before=orjson.dumps(change.before).decode(),
        after=orjson.dumps(change.after).decode(),
        reason=change.reason,
        request=change.request,
    )


async def history(work: UnitOfWork, since: date, until: date) -> tuple[RosterChange, ...]:
    """The changes of the days since…until (both included), oldest first."""
    rows = await work.fetch_all(_SQL["history"], since=since.isoformat(), until=until.isoformat())
    return tuple(
        RosterChange(
            at=from_ms(row["at"]),
            actor=row["actor"],
            act=row["act"],
            day=date.fromisoformat(row["day"]),
            shift=ShiftKind(row["shift"]) if row["shift"] else None,
            before=tuple(orjson.loads(row["before"])),
            after=tuple(orjson.loads(row["after"])),
            reason=row["reason"],
            request=row["request"],
        )
        for row in rows
    )


async def record(work: UnitOfWork, shift: Shift) -> bool:
    """Write down who served a shift that is over; False when it is written already."""
    changed = await work.execute(
        _SQL["record"],
        day=shift.day.isoformat(),
        shift=shift.kind.value,
        people=orjson.dumps(shift.places).decode(),
        ended=to_ms(shift.end),
    )
    return changed == 1


async def served_between(work: UnitOfWork, since: date, until: date) -> Served:
    """Who served on the days since…until (both included), as far as it was written down."""
    rows = await work.fetch_all(
        _SQL["served_between"], since=since.isoformat(), until=until.isoformat()
    )
    return {
        (date.fromisoformat(row["day"]), ShiftKind(row["shift"])): tuple(
            orjson.loads(row["people"])
        )
        for row in rows
    }


async def last_override(work: UnitOfWork) -> int:
    """The number of the newest override; with the configuration's version it names a roster."""
    row = await work.fetch_one(_SQL["last_override"])
    return int(row["id"]) if row else 0


async def mark(work: UnitOfWork, name: str) -> str | None:
    """What was noted under `name`."""
    row = await work.fetch_one(_SQL["mark"], name=name)
    return str(row["value"]) if row else None


async def set_mark(work: UnitOfWork, name: str, value: str) -> None:
    """Note `value` under `name`; until the commit nobody else can."""
    await work.execute(_SQL["set_mark"], name=name, value=value)


async def lock(work: UnitOfWork, subject: str) -> None:
    """Until the commit nobody else locks this shift; `subject` begins with its day."""
    await set_mark(work, _LOCK + subject, "")


async def forget_before(work: UnitOfWork, day: date) -> int:
    """Retention: changes of shifts before `day`, who served them and who wrote 收到; how many."""
    kept = ("forget_log", "forget_served", "forget_overrides", "forget_acknowledgements")
    return sum([await work.execute(_SQL[name], day=day.isoformat()) for name in kept])


async def forget_locks(work: UnitOfWork, day: date) -> int:
    """Retention: locks of shifts before `day`, which nobody changes any more; how many."""
    until = _LOCK + day.isoformat()
    return await work.execute(_SQL["forget_locks"], first=_LOCK, until=until)
