"""A changed configuration is swapped whole; a faulty one is told and the old one stays."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.config import LiveConfig
from bot.storage import Overloaded, Storage, StorageDown
from bot.usecases.config_notice import tell_faults, tell_mended
from bot.usecases.office import Office, Snapshot

log = logging.getLogger(__name__)


async def take_changes(
    live: LiveConfig, storage: Storage, snapshot: Snapshot, now: datetime
) -> Snapshot:
    """The snapshot to use from now on; the staff group hears of faults and of their end."""

    async def tell(verb: Callable[[Office], Awaitable[None]]) -> None:
        try:
            await storage.run(lambda work: verb(Office(work, snapshot, now)))
        except (StorageDown, Overloaded) as down:
            log.warning("the group was not told of the configuration: %s", type(down).__name__)

    was_faulty = bool(live.faults)
    reloaded = live.reload_if_changed(now)
    if reloaded is None:
        return snapshot
    if reloaded.config is None:
        faults = [str(fault) for fault in reloaded.faults]
        for fault in faults:
            log.error("configuration not taken: %s", fault)
        await tell(lambda office: tell_faults(office, faults))
        return snapshot
    log.info("configuration %s taken", reloaded.config.version)
    snapshot = Snapshot.of(reloaded.config)
    if was_faulty:
        await tell(tell_mended)
    return snapshot
