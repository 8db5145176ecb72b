"""One process of several does what only one may: a name in the shared store, kept alive."""

import logging
import secrets
from collections.abc import Callable

from bot.channels.base import TokenStore

LIFE_SECONDS = 15.0
"""Who has not shown a sign of life for so long leads no more."""
KEEP_SECONDS = 5.0
_TAKING_SECONDS = 5.0
log = logging.getLogger(__name__)


class Leadership:
    """The claim of one process to lead under `name`. `now` is unix seconds."""

    def __init__(self, name: str, store: TokenStore, now: Callable[[], float]) -> None:
        self._name, self._store, self._now = name, store, now
        self._me = secrets.token_hex(8)
        self._until = 0.0

    async def win(self) -> bool:
        """Whether we lead from now on. Raises what the store raises."""
        if await self._is_led_by_another():
            return False
        if not await self._store.lease(self._name, _TAKING_SECONDS):
            return False
        if await self._is_led_by_another():  # somebody was faster between the two questions
            return False
        await self._save()
        return True

    async def keep(self) -> bool:
        """Whether we still lead; while the store is away, until our time is over."""
        try:
            if await self._is_led_by_another():
                return False
            await self._save()
        except Exception as trouble:  # whatever storage raises: we only need to know
            log.warning("%s: cannot tell who leads: %s", self._name, type(trouble).__name__)
            return self._now() < self._until
        return True

    async def give_up(self) -> None:
        """Another may lead at once."""
        if self._until:
            self._until = 0.0
            await self._store.save(self._name, self._me, self._now())

    async def _is_led_by_another(self) -> bool:
        stored = await self._store.load(self._name)
        return stored is not None and stored[0] != self._me and self._now() < stored[1]

    async def _save(self) -> None:
        self._until = self._now() + LIFE_SECONDS
        await self._store.save(self._name, self._me, self._until)
