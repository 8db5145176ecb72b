"""The access token of a bot (sheet qq.md section 2)."""

import logging
from collections.abc import Callable

from bot.channels.base import TokenStore
from bot.channels.parts.calls import NotTaken, OutcomeUnknown
from bot.channels.parts.tokens import PAUSE, SHORT_PAUSE, AccessTokens, NoToken, Source
from bot.channels.parts.wire import number_in, text_in
from bot.channels.qq.api import ApiRefusal, QqApi
from bot.channels.qq.credentials import Credentials

# The same token is given out until 60 s before its end; then a new one, and both are good.
_MARGIN = 50.0
log = logging.getLogger(__name__)


def access_tokens(
    credentials: Credentials, api: QqApi, store: TokenStore, now: Callable[[], float]
) -> AccessTokens:
    """The tokens of one bot."""

    async def fetch() -> tuple[str, float]:
        return await _fetch(credentials, api)

    return AccessTokens(Source("qq", credentials.app_id, _MARGIN, fetch), store, now)


async def _fetch(credentials: Credentials, api: QqApi) -> tuple[str, float]:
    try:
        answer = await api.token(credentials.app_id, credentials.secret)
    except ApiRefusal as refusal:
        log.error("qq: alert: no token, %d %s", refusal.code, refusal.trace)  # noqa: TRY400
        raise NoToken(str(refusal.code), PAUSE) from refusal
    except (NotTaken, OutcomeUnknown) as error:
        raise NoToken("no_token", SHORT_PAUSE) from error
    value, lifetime = text_in(answer, "access_token"), number_in(answer, "expires_in")
    if not value or lifetime is None or lifetime <= 0:
        raise NoToken("no_token", PAUSE)
    return value, lifetime
