"""Who opened a page from WeChat: web login with snsapi_base (platform sheet, section 13)."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

import aiohttp

from bot.channels.parts.calls import ApiCall, Connections, NotTaken, OutcomeUnknown
from bot.channels.parts.wire import parse_object, text_in
from bot.channels.wechat.credentials import Credentials, from_environment

AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"
_TIMEOUT = aiohttp.ClientTimeout(total=5, sock_connect=3)
_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class NotToldWho(Exception):
    """The platform did not say who it is; the message is a machine word."""


class WebLogin:
    """One verified service account; needs its AppID and secret."""

    def __init__(self, credentials: Credentials, authorize: str = AUTHORIZE) -> None:
        self._credentials, self._authorize = credentials, authorize

    def way(self, back: str, state: str) -> str:
        """Where to send the browser; it comes to `back` with a code and the `state`."""
        asked = {  # the platform wants them in this order
            "appid": self._credentials.app_id,
            "redirect_uri": back,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": state,
        }
        return f"{self._authorize}?{urlencode(asked)}#wechat_redirect"

    async def openid(self, code: str) -> str:
        """The openid behind a code, which works once. Raises NotToldWho."""
        asked = {
            "appid": self._credentials.app_id,
            "secret": self._credentials.secret,
            "code": code,
            "grant_type": "authorization_code",
        }
        url = f"{self._credentials.api}/sns/oauth2/access_token"
        connections = Connections()
        await connections.open(_TIMEOUT)
        try:
            reply = await connections.exchange(ApiCall("GET", url, params=asked))
        except (NotTaken, OutcomeUnknown) as error:
            raise NotToldWho(str(error)) from error
        finally:
            await connections.close()
        answer = parse_object(reply.body)
        if answer is None:
            raise NotToldWho("unreadable")
        openid = text_in(answer, "openid")
        if text_in(answer, "is_snapshotuser") == "1":
            raise NotToldWho("snapshot")  # a made-up openid: nobody may be bound to it
        if not _OPENID.fullmatch(openid):
            raise NotToldWho(text_in(answer, "errcode") or "no_openid")
        return openid


def web_login(env: Mapping[str, str]) -> WebLogin | None:
    """The login of the account in MENTING_WECHAT_*; None without AppID and secret."""
    credentials = from_environment(env)
    if credentials is None or not credentials.can_send:
        return None
    return WebLogin(credentials, env.get("MENTING_WECHAT_AUTHORIZE", "").strip() or AUTHORIZE)
