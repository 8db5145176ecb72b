"""The roster's stored side: overrides, issued reminders, acknowledgements."""

from datetime import date, datetime

import orjson
from msgspec import Struct

from bot.domain.calendar import ShiftKind
from bot.domain.roster import Override
from bot.storage.statements import statements
from bot.storage.unit_of_work import Row, UnitOfWork, from_ms, to_ms

_SQL = statements("roster")
_ASIDE = "null"
"""In place of people: the overrides before this row do not count any more."""


class ReminderKey(Struct, frozen=True):
    """What makes a reminder the same one: kind, subject, recipient and when it was due (aware)."""

    kind: str
    subject: str
    recipient: str
    due_at: datetime


async def overrides_between(work: UnitOfWork, since: date, until: date) -> tuple[Override, ...]:
    """Overrides of the days since…until (both included) that still hold, oldest first."""
    rows = await work.fetch_all(
        _SQL["overrides_between"], since=since.isoformat(), until=until.isoformat()
    )
    aside = {(row["day"], row["shift"]): row["id"] for row in rows if row["people"] == _ASIDE}
    return tuple(
        _override(row) for row in rows if row["id"] > aside.get((row["day"], row["shift"]), 0)
    )


def _override(row: Row) -> Override:
    return Override(
        day=date.fromisoformat(row["day"]),
        shift=ShiftKind(row["shift"]),
        people=tuple(orjson.loads(row["people"])),
        reason=row["reason"],
        actor=row["actor"],
        at=from_ms(row["at"]),
    )


async def add_override(work: UnitOfWork, override: Override) -> None:
    """Replace the people of one shift; the newest override wins."""
    await _add(work, override, orjson.dumps(override.people).decode())


async def lay_aside(work: UnitOfWork, override: Override) -> None:
    """From now on the files say who serves this shift; the overrides before are kept, not heard."""
    await _add(work, override, _ASIDE)


async def _add(work: UnitOfWork, override: Override, people: str) -> None:
    await work.execute(
        _SQL["add_override"],
        day=override.day.isoformat(),
        shift=override.shift.value,
        people=people,
        reason=override.reason,
        actor=override.actor,
        now=to_ms(override.at),
    )


async def issue(work: UnitOfWork, key: ReminderKey, now: datetime) -> bool:
    """Mark a reminder as issued; False when it was issued before (by whichever process)."""
    changed = await work.execute(
        _SQL["issue"],
        kind=key.kind,
        subject=key.subject,
        recipient=key.recipient,
        due_at=to_ms(key.due_at),
        now=to_ms(now),
    )
    return changed == 1


async def issued_since(work: UnitOfWork, since: datetime) -> tuple[ReminderKey, ...]:
    """Reminders issued since then and not withdrawn."""
    rows = await work.fetch_all(_SQL["issued_since"], since=to_ms(since))
    return tuple(
        ReminderKey(row["kind"], row["subject"], row["recipient"], from_ms(row["due_at"]))
        for row in rows
    )


async def withdraw(work: UnitOfWork, key: ReminderKey) -> None:
    """Mark an issued reminder as withdrawn."""
    await work.execute(
        _SQL["withdraw"],
        kind=key.kind,
        subject=key.subject,
        recipient=key.recipient,
        due_at=to_ms(key.due_at),
    )


async def acknowledge(
    work: UnitOfWork, day: date, shift: ShiftKind, person: str, now: datetime
) -> bool:
    """收到; False when it was acknowledged before."""
    changed = await work.execute(
        _SQL["acknowledge"],
        day=day.isoformat(),
        shift=shift.value,
        person=person,
        now=to_ms(now),
    )
    return changed == 1


async def acknowledged(work: UnitOfWork, day: date, shift: ShiftKind) -> frozenset[str]:
    """Who wrote 收到 for this shift."""
    rows = await work.fetch_all(_SQL["acknowledged"], day=day.isoformat(), shift=shift.value)
    return frozenset(row["person"] for row in rows)


async def forget_before(work: UnitOfWork, before: datetime) -> int:
    """Retention of issued reminders."""
    return await work.execute(_SQL["forget_before"], before=to_ms(before))
