"""QQ's API server: api.bot.qq.com on loopback, with its rules and its bad days."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from enum import StrEnum

from aiohttp import web

from tests.simulators.platform import ApiServer
from tests.simulators.qq_rules import Body, Chats, Fault, Tokens


class Trouble(StrEnum):
    """The ways the API can be unwell. LOST: it does what is asked, but the answer never arrives."""

    NONE = "none"
    HANGING = "hanging"
    UNAVAILABLE = "unavailable"
    BROKEN = "broken"
    GARBAGE = "garbage"
    TOO_MANY = "too_many"
    LOST = "lost"


class PlatformApi(ApiServer):
    """The calls a bot may make; `calls` counts them: token, users, groups, interactions.

    `refusals` counts the codes answered; `troubles`: what befalls the next calls that are not for a
    token, one each.
    """

    def __init__(self, account: tuple[str, str], chats: Chats, now: Callable[[], float]) -> None:
        super().__init__()
        self._account, self._now = account, now
        self.chats, self.tokens = chats, Tokens(now)
        self.refusals: Counter[int] = Counter()
        self.trouble = Trouble.NONE
        self.troubles: list[Trouble] = []
        self.forced: list[Fault] = []
        self.token_fault: Fault | None = None
        self.taps: dict[str, float] = {}
        self.acknowledged: dict[str, object] = {}
        self.extra_routes: list[web.RouteDef] = []

    def routes(self) -> list[web.RouteDef]:
        """The token server, the API, and what hangs on it."""
        return [
            web.post("/app/getAppAccessToken", self._token),
            web.post("/v2/{kind:users|groups}/{openid}/messages", self._message),
            web.put("/interactions/{id}", self._interaction),
            web.get("/v2/groups/{openid}/bot_state", self._bot_state),
            *self.extra_routes,
        ]

    async def _token(self, request: web.Request) -> web.Response:
        self.calls["token"] += 1
        body = json.loads(await request.read())
        fault = self.token_fault
        if body.get("appId") != self._account[0]:
            fault = Fault(100007, "appid invalid", 200)
        elif body.get("clientSecret") != self._account[1]:
            fault = Fault(100016, "invalid appid or secret", 200)
        if fault is not None:
            return web.json_response({"code": fault.code, "message": fault.message})
        return web.json_response(self.tokens.issue())

    async def _message(self, request: web.Request) -> web.StreamResponse:
        kind, openid = request.match_info["kind"], request.match_info["openid"]
        body = json.loads(await request.read())
        return await self._do(request, kind, lambda: self.chats.send(kind, openid, body))

    async def _bot_state(self, request: web.Request) -> web.StreamResponse:
        group = request.match_info["openid"]
        return await self._do(request, "bot_state", lambda: self.chats.state_of(group))

    async def _interaction(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["id"]
        body = json.loads(await request.read())
        return await self._do(request, "interactions", lambda: self._settle(number, body))

    def _settle(self, number: str, body: Body) -> Body:
        if number not in self.taps or number in self.acknowledged:
            raise Fault(40034027, "no such interaction")
        if self._now() - self.taps[number] > 3:
            raise Fault(40034025, "interaction too old")
        self.acknowledged[number] = body["code"]
        return {}

    async def _do(
        self, request: web.Request, name: str, act: Callable[[], Body]
    ) -> web.StreamResponse:
        self.calls[name] += 1
        trouble = self.troubles.pop(0) if self.troubles else self.trouble
        if trouble is Trouble.HANGING:
            await asyncio.Event().wait()
        if trouble in _ANSWERS:
            return _ANSWERS[trouble]()
        answer = self._answered(request, act)
        if trouble is Trouble.LOST:
            assert request.transport is not None
            request.transport.abort()
        return answer

    def _answered(self, request: web.Request, act: Callable[[], Body]) -> web.Response:
        try:
            self.tokens.check(request.headers.get("Authorization"))
            if self.forced:
                raise self.forced.pop(0)
            return web.json_response(act())
        except Fault as fault:
            self.refusals[fault.code] += 1
            words = {
                "err_code": fault.code,
                "code": fault.code,
                "message": fault.message,
                "trace_id": "trace-1",
            }
            return web.json_response(words, status=fault.status)


_ANSWERS: dict[Trouble, Callable[[], web.Response]] = {
    Trouble.UNAVAILABLE: lambda: web.Response(status=503),
    Trouble.BROKEN: lambda: web.Response(status=502, text="<html>Bad Gateway</html>"),
    Trouble.GARBAGE: lambda: web.Response(text="<html>maintenance</html>"),
    Trouble.TOO_MANY: lambda: web.Response(status=429, text="{}"),
}
