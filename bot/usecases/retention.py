"""Retention: once a day what is no longer needed is forgotten."""

from datetime import time

from bot.domain.calendar import local
from bot.storage import privacy, roster
from bot.storage.roster import ReminderKey
from bot.usecases.office import Office

FORGET_AT = time(3)


async def forget_old(office: Office) -> bool:
    """Forget what is older than centre.yaml `retention_days`; True when this call did it.

    Once a day after 03:00, by whichever process comes first.
    """
    today = office.today
    due_at = local(today, FORGET_AT)
    key = ReminderKey("retention", today.isoformat(), "", due_at)
    if office.now < due_at or not await roster.issue(office.work, key, office.now):
        return False
    await privacy.forget_old(office.work, office.now, office.config.centre.retention_days)
    return True
