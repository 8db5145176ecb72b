"""Calling back a reminder: one that nobody got may be issued anew, one that was sent never is."""

from bot.storage import outbox, roster
from bot.storage.roster import ReminderKey
from bot.storage.statements import statements
from bot.storage.unit_of_work import UnitOfWork, to_ms

_SQL = statements("recall")


async def recall(work: UnitOfWork, key: ReminderKey, unique_key: str, reason: str) -> bool:
    """Withdraw a reminder and its letter; True when the letter had not left yet."""
    if not await outbox.withdraw(work, unique_key, reason):
        await roster.withdraw(work, key)
        return False
    await work.execute(_SQL["free_key"], unique_key=unique_key)
    await work.execute(
        _SQL["unissue"],
        kind=key.kind,
        subject=key.subject,
        recipient=key.recipient,
        due_at=to_ms(key.due_at),
    )
    return True
