"""Web login of the fake WeChat platform: a code for a resident, the openid for a code (once)."""

import json
import secrets
from collections.abc import Mapping

from aiohttp import web

from tests.simulators.wechat_wire import Account


class WebLogins:
    """The codes that were given out; `is_snapshot`: as if the page was opened without a tap."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._codes: dict[str, str] = {}
        self._used: set[str] = set()
        self.is_snapshot = False

    def routes(self) -> list[web.RouteDef]:
        """The one call."""
        return [web.get("/sns/oauth2/access_token", self._exchange)]

    def code_for(self, openid: str, asked: Mapping[str, str]) -> str:
        """What WeChat does with the address a page sends its browser to: silent for snsapi_base."""
        assert list(asked) == ["appid", "redirect_uri", "response_type", "scope", "state"]
        assert asked["appid"] == self._account.app_id
        assert asked["scope"] == "snsapi_base"
        assert asked["state"].isalnum()
        assert len(asked["state"]) <= 128
        code = secrets.token_hex(16)
        self._codes[code] = openid
        return code

    async def _exchange(self, request: web.Request) -> web.Response:
        query = request.query
        code = query.get("code", "")
        if query.get("appid") != self._account.app_id:
            answer: dict[str, object] = {"errcode": 40013, "errmsg": "invalid appid"}
        elif query.get("secret") != self._account.secret:
            answer = {"errcode": 40125, "errmsg": "invalid appsecret"}
        elif code in self._used:
            answer = {"errcode": 40163, "errmsg": "code been used"}
        elif code not in self._codes:
            answer = {"errcode": 40029, "errmsg": "invalid code"}
        else:
            self._used.add(code)
            answer = {"access_token": "web", "expires_in": 7200, "openid": self._codes[code]}
            answer["scope"] = "snsapi_base"
            if self.is_snapshot:
                answer["is_snapshotuser"] = 1
        return web.Response(text=json.dumps(answer), content_type="text/plain")
