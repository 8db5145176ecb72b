"""The access token from stable_token (sheet, section 10)."""

import logging
from collections.abc import Callable, Mapping

from bot.channels.base import TokenStore
from bot.channels.parts.calls import NotTaken, OutcomeUnknown
from bot.channels.parts.tokens import PAUSE, SHORT_PAUSE, AccessTokens, NoToken, Source
from bot.channels.wechat.api import ApiRefusal, WeChatApi
from bot.channels.wechat.credentials import Credentials

_MARGIN = 300.0  # the platform hands out the next token five minutes before the end of the last
_BUSY = (-1, 45011)
log = logging.getLogger(__name__)


def access_tokens(
    credentials: Credentials, api: WeChatApi, store: TokenStore, now: Callable[[], float]
) -> AccessTokens:
    """The tokens of one account."""

    async def fetch() -> tuple[str, float]:
        return await _fetch(credentials, api)

    return AccessTokens(Source("wechat", credentials.app_id, _MARGIN, fetch), store, now)


async def request_token(credentials: Credentials, api: WeChatApi) -> Mapping[str, object]:
    """The platform's answer: while a token is good it gives the same one to whoever asks.

    Raises ApiRefusal, NotTaken, OutcomeUnknown.
    """
    request = {
        "grant_type": "client_credential",
        "appid": credentials.app_id,
        "secret": credentials.secret,
        "force_refresh": False,
    }
    return await api.post("stable_token", request)


async def _fetch(credentials: Credentials, api: WeChatApi) -> tuple[str, float]:
    try:
        answer = await request_token(credentials, api)
    except ApiRefusal as refusal:
        is_busy = refusal.code in _BUSY
        if not is_busy:
            log.error("wechat: alert: no token, %d %s", refusal.code, refusal.hint)  # noqa: TRY400
        raise NoToken(str(refusal.code), SHORT_PAUSE if is_busy else PAUSE) from refusal
    except (NotTaken, OutcomeUnknown) as error:
        raise NoToken("no_token", SHORT_PAUSE) from error
    value, lifetime = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(value, str) or not isinstance(lifetime, int):
        raise NoToken("no_token", PAUSE)
    return value, lifetime
