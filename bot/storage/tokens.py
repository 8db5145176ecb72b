"""Access tokens shared by all processes: one refreshes, the others wait for it."""

from collections.abc import Callable

from bot.storage.statements import statements
from bot.storage.unit_of_work import Storage, UnitOfWork

_SQL = statements("tokens")


class StoredTokens:
    """The channels' TokenStore over the database; `now` gives unix seconds.

    `owner` is this process; `is_gone` tells of another's name that its process surely ended.
    """

    def __init__(
        self,
        storage: Storage,
        now: Callable[[], float],
        owner: str = "",
        is_gone: Callable[[str], bool] = lambda _owner: False,
    ) -> None:
        self._storage, self._now = storage, now
        self._owner, self._is_gone = owner, is_gone

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

    async def hold(self, name: str, seconds: float) -> bool:
        """Whether this process, of all, may do `name` for so long."""
        now = self._now()

        async def turn(work: UnitOfWork) -> bool:
            row = await work.fetch_one(_SQL["holder"], name=name)
            holder = row["value"] if row else self._owner
            heir = holder if self._is_gone(holder) else self._owner
            mine = {"name": name, "owner": self._owner, "heir": heir}
            return await work.execute(_SQL["hold"], **mine, until=now + seconds, now=now) == 1

        return await self._storage.run(turn)

    async def let_go(self, name: str) -> None:
        """Another process may hold it now."""

        async def turn(work: UnitOfWork) -> None:
            await work.execute(_SQL["let_go"], name=name, owner=self._owner)

        await self._storage.run(turn)
