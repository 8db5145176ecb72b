"""One tick of the house: what is due by now is done, each kind of work in its own turn."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.storage import Overloaded, Storage, StorageDown, UnitOfWork, places
from bot.storage.started import first_start
from bot.usecases.calendar_watch import watch_calendar
from bot.usecases.coverage_watch import record_served, watch_coverage
from bot.usecases.deadlines import next_deadline, nudge_deadlines
from bot.usecases.exchange_answers import next_answer_due, tend_requests
from bot.usecases.office import Office, Snapshot
from bot.usecases.reminders import next_reminder, remind_shifts
from bot.usecases.retention import forget_old
from bot.usecases.waiting import next_waiting_moment, tend_line

log = logging.getLogger(__name__)

Work = Callable[[Office], Awaitable[object]]


async def started_at(storage: Storage, now: datetime) -> datetime:
    """When this centre was started for the first time; kept in the database."""
    return await storage.run(lambda work: first_start(work, now))


async def tick(storage: Storage, snapshot: Snapshot, now: datetime, since: datetime) -> None:
    """Do what is due at `now`; nothing that was due before `since` (the centre's first start).

    Any number of processes may tick: every piece is claimed by a unique key. Work that fails is
    logged and does not keep the rest from being done.
    """

    async def remind(office: Office) -> None:
        await remind_shifts(office, since)

    async def nudge(office: Office) -> None:
        await nudge_deadlines(office, since)

    for verb in (
        tend_requests,
        remind,
        nudge,
        watch_calendar,
        watch_coverage,
        record_served,
        tend_line,
        _drop_holds,
        forget_old,
    ):
        await _run(storage, snapshot, now, verb)


async def next_moment(office: Office) -> datetime | None:
    """The next instant after now at which a reminder, a deadline or a waiting list falls due."""
    moments = (
        await next_reminder(office),
        await next_deadline(office),
        await next_waiting_moment(office),
        await next_answer_due(office),
    )
    return min((moment for moment in moments if moment is not None), default=None)


async def _run(storage: Storage, snapshot: Snapshot, now: datetime, verb: Work) -> None:
    async def turn(work: UnitOfWork) -> None:
        await verb(Office(work, snapshot, now))

    try:
        await storage.run_long(turn)
    except (StorageDown, Overloaded) as busy:
        log.warning("tick: %s, tried again soon: %s", type(busy).__name__, busy)
    except Exception:
        log.exception("tick: %s failed", verb.__name__)


async def _drop_holds(office: Office) -> None:
    await places.drop_expired(office.work, office.now)
