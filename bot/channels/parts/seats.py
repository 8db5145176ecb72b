"""The seat at a platform's socket: of several processes over one database one listens."""

import asyncio
import logging

from bot.channels.base import TokenStore

SEAT_SECONDS = 15.0
log = logging.getLogger(__name__)


class Seat:
    """The right to listen, held for `seconds` and renewed at a third of them.

    A process that was killed leaves its seat at once to one on its machine, else when time is up.
    """

    def __init__(self, name: str, store: TokenStore, seconds: float) -> None:
        self._name, self._store = name, store
        self._seconds = seconds
        self.is_ours = False

    @property
    def pause(self) -> float:
        """So long to wait before asking again, in seconds."""
        return self._seconds / 3

    async def take(self) -> bool:
        """Whether we may listen; while the database is away nobody newly may."""
        try:
            self.is_ours = await self._store.hold(self._name, self._seconds)
        except Exception:  # whatever a store may raise, nothing ends the listening
            log.warning("%s: cannot ask who listens", self._name)
            self.is_ours = False
        return self.is_ours

    async def keep(self) -> None:
        """Renew the seat; returns when somebody else has it, or nobody could say in time."""
        missed = 0
        while missed < 2:
            await asyncio.sleep(self.pause)
            missed = 0 if await self.take() else missed + 1

    async def leave(self) -> None:
        """Make room for another process."""
        if self.is_ours:
            self.is_ours = False
            await self._store.let_go(self._name)
