"""The access token: one for all processes, renewed by one at a time (sheet, section 10)."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.base import TokenStore
from bot.channels.wechat.api import ApiRefusal, NotTaken, OutcomeUnknown, WeChatApi
from bot.channels.wechat.credentials import Credentials

_MARGIN = 300.0  # the platform hands out the next token five minutes before the end of the last
_LEASE = 10.0
_PAUSE = 60.0  # between two renewals of a token the platform keeps giving us
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


class AccessTokens:
    """Hands out the token of one account. `now` is unix seconds."""

    def __init__(
        self, credentials: Credentials, api: WeChatApi, store: TokenStore, now: Callable[[], float]
    ) -> None:
        self._credentials = credentials
        self._api = api
        self._store = store
        self._now = now
        self._name = f"wechat:{credentials.app_id}"
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
                # sheet section 10: normal mode gives the same token again; asking on is a storm
                log.error("wechat: alert: the platform gives out a token that it refuses")
                raise self._failed("token_refused", _PAUSE)
            return self._keep(fetched)
        if token is not None and token.value != bad and self._now() < token.expires_at:
            return token.value
        return await self._from_another_process(bad)

    async def _stored(self) -> _Token | None:
        stored = await self._store.load(self._name)
        if stored is None:
            return None
        return _Token(stored[0], stored[1], stored[1] - _MARGIN)

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
        """A token from stable_token, kept in the store. Raises NoToken."""
        try:
            answer = await self._api.post("stable_token", self._request())
        except ApiRefusal as refusal:
            busy = refusal.code in (-1, 45011)
            if not busy:
                log.error("wechat: alert: no token, %d %s", refusal.code, refusal.hint)  # noqa: TRY400
            raise self._failed(str(refusal.code), _NETWORK_PAUSE if busy else _PAUSE) from refusal
        except (NotTaken, OutcomeUnknown) as error:
            raise self._failed("no_token", _NETWORK_PAUSE) from error
        value, lifetime = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(value, str) or not isinstance(lifetime, int):
            raise self._failed("no_token", _PAUSE)
        now = self._now()
        await self._store.save(self._name, value, now + lifetime)
        return _Token(value, now + lifetime, now + max(lifetime - _MARGIN, min(_PAUSE, lifetime)))

    def _request(self) -> dict[str, object]:
        return {
            "grant_type": "client_credential",
            "appid": self._credentials.app_id,
            "secret": self._credentials.secret,
            "force_refresh": False,
        }

    def _failed(self, reason: str, pause: float) -> NoToken:
        self._fault = (reason, self._now() + pause)
        return NoToken(reason, pause)

    def _keep(self, token: _Token) -> str:
        self._token = token
        self._fault = None
        return token.value

    async def _from_another_process(self, bad: str | None) -> str:
        for _ in range(_POLLS):
            await asyncio.sleep(_POLL_SECONDS)
            token = await self._stored()
            if token is not None and token.value != bad and self._now() < token.expires_at:
                return self._keep(token)
        raise NoToken("token_busy", _NETWORK_PAUSE)
