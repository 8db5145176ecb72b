"""The access token: one for all processes, renewed by one at a time (sheet qq.md section 2)."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.base import TokenStore
from bot.channels.qq.api import ApiRefusal, NotTaken, OutcomeUnknown, QqApi
from bot.channels.qq.credentials import Credentials
from bot.channels.qq.wire import number_in, text_in

# The same token is given out until 60 s before its end; then a new one, and both are good.
_MARGIN = 50.0
_LEASE = 10.0
_PAUSE = 60.0  # after a refusal that waiting does not mend
_NETWORK_PAUSE = 2.0
_POLLS, _POLL_SECONDS = 20, 0.1
log = logging.getLogger(__name__)


class NoToken(Exception):
    """No token now; the message is a machine word, `retry_after` in seconds."""

    def __init__(self, reason: str, retry_after: float) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class _Token:
    value: str
    expires_at: float
    renew_at: float

    def is_fresh(self, now: float) -> bool:
        return now < self.renew_at


class AccessTokens:
    """Hands out the token of one bot. `now` is unix seconds."""

    def __init__(
        self, credentials: Credentials, api: QqApi, store: TokenStore, now: Callable[[], float]
    ) -> None:
        self._credentials, self._api = credentials, api
        self._store, self._now = store, now
        self._name = f"qq:{credentials.app_id}"
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
        if token is not None and token.is_fresh(self._now()):
            return token.value
        async with self._lock:
            return await self._renewed(bad=None)

    async def renew(self, bad: str) -> str:
        """Another token than `bad`, which was refused; many callers, one call. Raises NoToken."""
        async with self._lock:
            return await self._renewed(bad)

    async def _renewed(self, bad: str | None) -> str:
        stored = await self._stored()
        for token in (self._token, stored):
            if token is not None and token.value != bad and token.is_fresh(self._now()):
                return self._keep(token)
        self._raise_known_fault()
        if await self._may_fetch():
            fetched = await self._fetched()
            if fetched.value == bad:
                # asking on would be a storm: until its end the platform gives out the same
                log.error("qq: alert: the platform gives out a token that it refuses")
                raise self._failed("token_refused", _PAUSE)
            return self._keep(fetched)
        if stored is not None and stored.value != bad and self._now() < stored.expires_at:
            return stored.value
        return await self._from_another_process(bad)

    async def _stored(self) -> _Token | None:
        stored = await self._store.load(self._name)
        return None if stored is None else _Token(*stored, stored[1] - _MARGIN)

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
        credentials = self._credentials
        try:
            answer = await self._api.token(credentials.app_id, credentials.secret)
        except ApiRefusal as refusal:
            log.error("qq: alert: no token, %d %s", refusal.code, refusal.trace)  # noqa: TRY400
            raise self._failed(str(refusal.code), _PAUSE) from refusal
        except (NotTaken, OutcomeUnknown) as error:
            raise self._failed("no_token", _NETWORK_PAUSE) from error
        value, lifetime = text_in(answer, "access_token"), number_in(answer, "expires_in")
        if not value or lifetime is None or lifetime <= 0:
            raise self._failed("no_token", _PAUSE)
        now = self._now()
        await self._store.save(self._name, value, now + lifetime)
        return _Token(value, now + lifetime, now + max(lifetime - _MARGIN, min(_PAUSE, lifetime)))

    def _failed(self, reason: str, pause: float) -> NoToken:
        self._fault = (reason, self._now() + pause)
        return NoToken(reason, pause)

    def _keep(self, token: _Token) -> str:
        self._token, self._fault = token, None
        return token.value

    async def _from_another_process(self, bad: str | None) -> str:
        for _ in range(_POLLS):
            await asyncio.sleep(_POLL_SECONDS)
            token = await self._stored()
            if token is not None and token.value != bad and self._now() < token.expires_at:
                return self._keep(token)
        raise NoToken("token_busy", _NETWORK_PAUSE)
