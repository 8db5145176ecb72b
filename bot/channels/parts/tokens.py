"""An access token: one for all processes, renewed by one at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from msgspec import Struct

from bot.channels.base import TokenStore

SHORT_PAUSE, PAUSE = 2.0, 60.0
"""Seconds before the next try: after a fault of the network, and after one that waiting hardly
mends; the latter also between two renewals of a token the platform keeps giving us."""
_LEASE = 10.0
_POLLS, _POLL_SECONDS = 20, 0.1
log = logging.getLogger(__name__)


class NoToken(Exception):
    """No token now; the message is a machine word, `retry_after` in seconds."""

    def __init__(self, reason: str, retry_after: float) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Source(Struct, frozen=True):
    """Where the token of `account` on a `channel` comes from.

    `fetch`: the value and its life in seconds, from the platform; raises NoToken. `margin`: so many
    seconds before its end the platform gives out the next one.
    """

    channel: str
    account: str
    margin: float
    fetch: Callable[[], Awaitable[tuple[str, float]]]


class _Token(Struct, frozen=True):
    value: str
    expires_at: float
    renew_at: float


class AccessTokens:
    """Hands out the token of one account. `now` is unix seconds."""

    def __init__(self, source: Source, store: TokenStore, now: Callable[[], float]) -> None:
        self._source, self._store, self._now = source, store, now
        self._name = f"{source.channel}:{source.account}"
        self._token: _Token | None = None
        self._lock = asyncio.Lock()
        self._leased_until = 0.0
        self._fault: tuple[str, float] | None = None

    @property
    def fault(self) -> str:
        """Why the last renewal failed, while that is a reason not to try again; else ""."""
        return self._fault[0] if self._fault and self._now() < self._fault[1] else ""

    async def get(self) -> str:
        """A token believed good. Raises NoToken."""
        token = self._token
        if token is not None and self._now() < token.renew_at:
            return token.value
        async with self._lock:
            return await self._renewed(bad=None)

    async def renew(self, bad: str) -> str:
        """Another token than `bad`, which was refused; many callers, one call. Raises NoToken."""
        async with self._lock:
            return await self._renewed(bad)

    async def _renewed(self, bad: str | None) -> str:
        token = self._token
        if token is not None and token.value != bad and self._now() < token.renew_at:
            return token.value
        token = await self._stored()
        if token is not None and token.value != bad and self._now() < token.renew_at:
            return self._keep(token)
        self._raise_known_fault()
        if await self._may_fetch():
            fetched = await self._fetched()
            if fetched.value == bad:
                # until its end the platform gives the same again; asking on would be a storm
                channel = self._source.channel
                log.error("%s: alert: the platform gives out a token that it refuses", channel)
                raise self._failed(NoToken("token_refused", PAUSE))
            return self._keep(fetched)
        if token is not None and token.value != bad and self._now() < token.expires_at:
            return token.value
        return await self._from_another_process(bad)

    async def _stored(self) -> _Token | None:
        stored = await self._store.load(self._name)
        if stored is None:
            return None
        value, expires_at = stored
        return _Token(value, expires_at, expires_at - self._source.margin)

    def _raise_known_fault(self) -> None:
        if self._fault and self.fault:
            raise NoToken(self.fault, self._fault[1] - self._now())

    async def _may_fetch(self) -> bool:
        if self._now() < self._leased_until:
            return True
        if not await self._store.lease(self._name, _LEASE):
            return False
        self._leased_until = self._now() + _LEASE
        return True

    async def _fetched(self) -> _Token:
        """A token from the platform, kept in the store. Raises NoToken."""
        try:
            value, life = await self._source.fetch()
        except NoToken as none:
            raise self._failed(none) from none.__cause__
        now = self._now()
        await self._store.save(self._name, value, now + life)
        renew_at = now + max(life - self._source.margin, min(PAUSE, life))
        return _Token(value, now + life, renew_at)

    def _failed(self, none: NoToken) -> NoToken:
        self._fault = (str(none), self._now() + none.retry_after)
        return none

    def _keep(self, token: _Token) -> str:
        self._token, self._fault = token, None
        return token.value

    async def _from_another_process(self, bad: str | None) -> str:
        for _ in range(_POLLS):
            await asyncio.sleep(_POLL_SECONDS)
            token = await self._stored()
            if token is not None and token.value != bad and self._now() < token.expires_at:
                return self._keep(token)
        raise NoToken("token_busy", SHORT_PAUSE)
