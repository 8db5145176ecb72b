"""WeChat's API server: api.weixin.qq.com on loopback, with its rules and its bad days."""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from aiohttp import web

from tests.simulators.platform import ApiServer
from tests.simulators.wechat_consents import Subscriptions
from tests.simulators.wechat_login import WebLogins
from tests.simulators.wechat_rules import (
    MAX_TEXT_BYTES,
    Fault,
    Residents,
    Templates,
    Tokens,
    check_menu,
)
from tests.simulators.wechat_wire import Account

_ESCAPED = re.compile(rb"\\u[0-9a-fA-F]{4}")
Body = Mapping[str, object]


class Trouble(StrEnum):
    """The ways the API can be unwell. LOST: it does what is asked, but the answer never arrives."""

    NONE = "none"
    HANGING = "hanging"
    UNAVAILABLE = "unavailable"
    BROKEN = "broken"
    GARBAGE = "garbage"
    BUSY = "busy"
    LOST = "lost"


class PlatformApi(ApiServer):
    """The calls an account may make; `calls` counts them by endpoint.

    `delay`: seconds between doing what is asked and saying so.
    """

    def __init__(self, account: Account, residents: Residents, now: Callable[[], float]) -> None:
        super().__init__()
        self._account = account
        self._residents = residents
        self.tokens = Tokens(now)
        self.templates = Templates(now)
        self.subscriptions = Subscriptions(self.templates)
        self.logins = WebLogins(account)
        self.trouble = Trouble.NONE
        self.delay = 0.0
        self.allowed_ips: frozenset[str] | None = None
        self.refuse_every_token = False
        self.max_text_bytes = MAX_TEXT_BYTES
        self.forced_codes: list[int] = []
        self.menu: Body | None = None
        self._endpoints: dict[str, Callable[[Body], Body]] = {
            "message/custom/send": self._send_text,
            "message/custom/typing": self._type,
            "message/template/send": self._send_template,
            "message/subscribe/bizsend": self._send_subscription,
            "menu/create": self._create_menu,
        }
        self._lists: dict[str, Callable[[], Body]] = {
            "template/get_all_private_template": self.templates.listed,
            "menu/get": self._get_menu,
        }

    def routes(self) -> list[web.RouteDef]:
        """Everything below `/cgi-bin`, and web login."""
        return [
            web.post("/cgi-bin/{endpoint:.+}", self._handle),
            web.get("/cgi-bin/{endpoint:.+}", self._handle),
            *self.logins.routes(),
        ]

    async def _handle(self, request: web.Request) -> web.Response:
        endpoint = request.match_info["endpoint"]
        self.calls[endpoint] += 1
        body = await request.read()
        trouble = self.trouble
        if trouble is Trouble.HANGING:
            await asyncio.Event().wait()
        if trouble in _TROUBLE_ANSWERS:
            return _TROUBLE_ANSWERS[trouble]()
        answer = self._answered(endpoint, request, body)
        await asyncio.sleep(self.delay)
        if trouble is Trouble.LOST and endpoint != "stable_token":
            assert request.transport is not None
            request.transport.abort()
        return web.Response(text=json.dumps(answer, ensure_ascii=False), content_type="text/plain")

    def _answered(self, endpoint: str, request: web.Request, body: bytes) -> Body:
        try:
            if endpoint == "stable_token":
                return self._stable_token(request, json.loads(body))
            self._check_call(request, body)
            if request.method == "GET":
                answer = self._lists[endpoint]()
            else:
                answer = self._endpoints[endpoint](json.loads(body))
        except Fault as fault:
            return {"errcode": fault.code, "errmsg": f"{fault.message} rid: 0000"}
        except ValueError:
            return {"errcode": 47001, "errmsg": "data format error"}
        except KeyError:
            return {"errcode": 40066, "errmsg": "invalid url"}
        return {"errcode": 0, "errmsg": "ok", **answer}

    def _check_call(self, request: web.Request, body: bytes) -> None:
        self.tokens.check(request.query.get("access_token"))
        if self.refuse_every_token:
            raise Fault(40001, "invalid credential")
        if self.forced_codes:
            raise Fault(self.forced_codes.pop(0), "as the test wants it")
        if _ESCAPED.search(body):
            raise Fault(40033, "invalid request: escaped characters")

    def _stable_token(self, request: web.Request, body: Body) -> Body:
        if body.get("appid") != self._account.app_id:
            raise Fault(40013, "invalid appid")
        if body.get("secret") != self._account.secret:
            raise Fault(40125, "invalid appsecret")
        if self.allowed_ips is not None and request.remote not in self.allowed_ips:
            raise Fault(40164, f"invalid ip {request.remote}, not in whitelist")
        token, seconds = self.tokens.issue(force=body.get("force_refresh") is True)
        return {"access_token": token, "expires_in": seconds}

    def _send_text(self, body: Body) -> Body:
        text = body.get("text")
        content = text.get("content") if isinstance(text, dict) else None
        if body.get("msgtype") != "text" or not isinstance(content, str) or not content:
            raise Fault(40008, "invalid message type")
        self._residents.known(body.get("touser"))
        if len(content.encode()) > self.max_text_bytes:
            raise Fault(45002, "content size out of limit")
        self._residents.spend(body.get("touser"))
        self._residents.show(str(body["touser"]), "window", content)
        return {}

    def _type(self, body: Body) -> Body:
        self._residents.type(body.get("touser"), body.get("command"))
        return {}

    def _send_template(self, body: Body) -> Body:
        resident = self._residents.known(body.get("touser"))
        if not resident.follows:
            raise Fault(43004, "require subscribe")
        notice = self.templates.check(body.get("template_id"), body.get("data"))
        number, new = self.templates.number(body.get("client_msg_id"))
        if new:
            self._residents.show(str(body["touser"]), "template", notice)
        return {"msgid": number}

    def _send_subscription(self, body: Body) -> Body:
        """Followers and those who are none: both may have allowed it."""
        self._residents.known(body.get("touser"))
        openid = str(body["touser"])
        notice, number = self.subscriptions.send(openid, body)
        self._residents.show(openid, "subscription", notice)
        return {"msgid": number}

    def _create_menu(self, body: Body) -> Body:
        if self.calls["menu/create"] > 1000:
            raise Fault(45009, "reach max api daily quota limit")
        check_menu(body)
        self.menu = body
        return {}

    def _get_menu(self) -> Body:
        if self.menu is None:
            raise Fault(46003, "menu no exist")
        return {"menu": self.menu}


_TROUBLE_ANSWERS: dict[Trouble, Callable[[], web.Response]] = {
    Trouble.UNAVAILABLE: lambda: web.Response(status=503),
    Trouble.BROKEN: lambda: web.Response(status=502, text="<html>Bad Gateway</html>"),
    Trouble.GARBAGE: lambda: web.Response(text="<html>maintenance</html>"),
    Trouble.BUSY: lambda: web.Response(text='{"errcode":-1,"errmsg":"system error"}'),
}
