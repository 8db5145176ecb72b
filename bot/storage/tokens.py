"""Access tokens shared by all processes: one refreshes, the others wait for it."""

from collections.abc import Callable

from bot.storage.statements import statements
from bot.storage.unit_of_work import Storage, UnitOfWork

_SQL = statements("tokens")


class StoredTokens:
    """The channels' TokenStore over the database; `now` gives unix seconds."""

    def __init__(self, storage: Storage, now: Callable[[], float]) -> None:
        self._storage, self._now = storage, now

    async def load(self, name: str) -> tuple[str, float] | None:
        """The stored token and its expiry (unix seconds), or None."""

        async def turn(work: UnitOfWork) -> tuple[str, float] | None:
            row = await work.fetch_one(_SQL["load"], name=name)
            return (row["value"], row["expires_at"]) if row else None

        return await self._storage.run(turn)

    async def save(self, name: str, value: str, expires_at: float) -> None:
        """Keep a token for all processes and end the lease."""

        async def turn(work: UnitOfWork) -> None:
            await work.execute(_SQL["save"], name=name, value=value, expires_at=expires_at)

        await self._storage.run(turn)

    async def lease(self, name: str, seconds: float) -> bool:
        """True for one caller at a time: it may refresh."""
        now = self._now()

        async def turn(work: UnitOfWork) -> bool:
            return (
                await work.execute(_SQL["lease"], name=name, lease_until=now + seconds, now=now)
                == 1
            )

        return await self._storage.run(turn)
