"""The roster's stored side: overrides, issued reminders, acknowledgements."""

from datetime import date, datetime

import orjson
from msgspec import Struct

from bot.domain.calendar import ShiftKind
from bot.domain.roster import Override
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, from_ms, to_ms

_SQL = statements("roster")


class ReminderKey(Struct, frozen=True):
    """What makes a reminder the same one: kind, subject, recipient and when it was due (aware)."""

    kind: str
    subject: str
    recipient: str
    due_at: datetime


async def overrides_between(work: UnitOfWork, since: date, until: date) -> tuple[Override, ...]:
    """Overrides of the days since…until (both included), oldest first."""
    rows = await work.fetch_all(
        _SQL["overrides_between"], since=since.isoformat(), until=until.isoformat()
    )
    return tuple(
        Override(
            day=date.fromisoformat(row["day"]),
            shift=ShiftKind(row["shift"]),
            people=tuple(orjson.loads(row["people"])),
            reason=row["reason"],
            actor=row["actor"],
            at=from_ms(row["at"]),
        )
        for row in rows
    )


async def add_override(work: UnitOfWork, override: Override) -> None:
    """Replace the people of one shift; the newest override wins."""
    await work.execute(
        _SQL["add_override"],
        day=override.day.isoformat(),
        shift=override.shift.value,
        people=orjson.dumps(override.people).decode(),
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
