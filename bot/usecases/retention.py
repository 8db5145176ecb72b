"""Retention: once a day what is no longer needed is forgotten."""

from datetime import time, timedelta

from bot.domain.calendar import CHINA, local
from bot.storage import inbox, outbox, roster, tasks, tickets
from bot.storage.roster import ReminderKey
from bot.usecases.office import Office

FORGET_AT = time(3)
REPEATS = timedelta(days=7)
"""Far longer than any platform repeats a message."""


async def forget_old(office: Office) -> bool:
    """Forget what is older than centre.yaml `retention_days`; True when this call did it.

    Once a day after 03:00, whichever process comes first.
    """
    today = office.now.astimezone(CHINA).date()
    due_at = local(today, FORGET_AT)
    key = ReminderKey("retention", today.isoformat(), "", due_at)
    if office.now < due_at or not await roster.issue(office.work, key, office.now):
        return False
    before = office.now - timedelta(days=office.config.centre.retention_days)
    await inbox.forget_before(office.work, office.now - REPEATS)
    await outbox.forget_before(office.work, before)
    await roster.forget_before(office.work, before)
    await tickets.erase_before(office.work, before)
    await tasks.forget_unanswered(office.work, before)
    return True
