"""The metronome: calls the tick every few seconds; APScheduler keeps the beat, nothing more."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.calendar import CHINA

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

SECONDS = 5.0

Tick = Callable[[datetime], Awaitable[None]]


def china_now() -> datetime:
    """The time on the wall, in China."""
    return datetime.now(CHINA)


class Clock:
    """Calls `tick(now)` at once and then every `seconds`, never two at a time.

    Beats that are missed while a tick runs are left out; a tick that fails is logged.
    """

    def __init__(
        self, tick: Tick, seconds: float = SECONDS, now: Callable[[], datetime] = china_now
    ) -> None:
        self._tick, self._seconds, self._now = tick, seconds, now
        self._scheduler: AsyncIOScheduler | None = None
        self._ticking = asyncio.Lock()

    def start(self) -> None:
        """Begin to tick; needs the running loop."""
        # Takes 100 ms: the command line must not pay for it.
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        scheduler = AsyncIOScheduler(timezone=CHINA)
        scheduler.add_job(
            self._beat,
            "interval",
            seconds=self._seconds,
            next_run_time=china_now(),
            coalesce=True,
            misfire_grace_time=None,
            max_instances=2,  # the second one only finds the first at work, without a warning
        )
        scheduler.start()
        self._scheduler = scheduler

    async def stop(self) -> None:
        """Stop after the tick that is under way."""
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is None:
            return
        scheduler.pause()
        async with self._ticking:
            scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler shuts down in the loop's next round

    async def _beat(self) -> None:
        if self._ticking.locked():
            return
        async with self._ticking:
            try:
                await self._tick(self._now())
            except Exception:
                log.exception("tick failed")
