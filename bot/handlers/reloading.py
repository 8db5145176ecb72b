"""A changed configuration is swapped whole; a faulty one is told and the old one stays."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.config import Config, LiveConfig
from bot.config.learned import more
from bot.storage import Overloaded, Storage, StorageDown
from bot.understanding.judging import Verdict, judge
from bot.usecases.config_notice import tell_faults, tell_harm, tell_mended, tell_overruled
from bot.usecases.office import Office, Snapshot

log = logging.getLogger(__name__)


async def take_changes(
    live: LiveConfig, storage: Storage, snapshot: Snapshot, now: datetime
) -> Snapshot:
    """The snapshot to use from now on; the staff group hears of faults and of their end.

    Files are read and indexed in a thread: residents are answered meanwhile.
    """

    was_faulty = bool(live.faults) or live.refused is not None
    reloaded = await asyncio.to_thread(live.reload_if_changed, now)
    if reloaded is None:
        return snapshot
    if reloaded.config is None:
        faults = [str(fault) for fault in reloaded.faults]
        for fault in faults:
            log.error("configuration not taken: %s", fault)
        await _tell(storage, snapshot, now, lambda office: tell_faults(office, faults))
        return snapshot
    log.info("configuration %s taken", reloaded.config.version)
    verdict, changed = await asyncio.to_thread(_changed, live, snapshot, reloaded.config)
    if verdict:
        log.error("learned.yaml not taken: it would do harm")
        await _tell(storage, snapshot, now, lambda office: tell_harm(office, verdict.spelt()))
    elif was_faulty:
        await _tell(storage, snapshot, now, tell_mended)
    if changed.config.roster != snapshot.config.roster:
        await _tell(storage, changed, now, lambda office: tell_overruled(office, snapshot))
    return changed


async def _tell(
    storage: Storage, snapshot: Snapshot, now: datetime, verb: Callable[[Office], Awaitable[None]]
) -> None:
    try:
        await storage.run(lambda work: verb(Office(work, snapshot, now)))
    except (StorageDown, Overloaded) as down:
        log.warning("the group was not told of the configuration: %s", type(down).__name__)


def _changed(
    live: LiveConfig, snapshot: Snapshot, config: Config
) -> tuple[Verdict | None, Snapshot]:
    """Everything computed from `config`; with the lessons in use where those of the file, which
    somebody wrote by hand, would do harm: then also how much."""
    before, after = snapshot.config.learned, config.learned
    if after == live.tried or not more(after, before):
        return None, _prepared(config)
    verdict = judge(config, before, after)
    if not verdict.is_worse:
        return None, _prepared(config)
    return verdict, _prepared(live.keep_lessons(before))


def _prepared(config: Config) -> Snapshot:
    """A snapshot whose first reading costs no more than the others."""
    snapshot = Snapshot.of(config)
    snapshot.knowledge.prepare()
    return snapshot
