"""The door at /qq: one signed event in, acknowledged only when it is stored (sheet section 3)."""

from collections.abc import Callable

from aiohttp import web

from bot.channels.parts.callbacks import guarded, read_body
from bot.channels.parts.wire import JsonObject
from bot.channels.qq.doors import BODY_SECONDS, Challenge, Opener, check_head, most_bytes
from bot.channels.qq.events import NAME
from bot.channels.qq.intake import Intake, Taken
from bot.channels.qq.signing import BotKey

PATH = "/qq"
RETRY_AFTER = "5"
_EVENT = 0
_ACKNOWLEDGED = {"op": 12, "d": 0}


class Webhook:
    """The route of one bot. `now` is unix seconds."""

    def __init__(self, app_id: str, key: BotKey, intake: Intake, now: Callable[[], float]) -> None:
        self._app_id, self._intake, self._now = app_id, intake, now
        self._opener = Opener(key)

    def routes(self) -> list[web.RouteDef]:
        """POST for events and for the validation of the address."""
        return [web.post(PATH, guarded(NAME, self._push))]

    async def _push(self, request: web.Request) -> web.Response:
        opened = await self._open(request)
        if isinstance(opened, Challenge):
            words = {"plain_token": opened.plain_token, "signature": opened.signature}
            return web.json_response(words)
        if opened.get("op") == _EVENT and await self._intake.take(opened) is not Taken.STORED:
            return web.Response(status=503, headers={"Retry-After": RETRY_AFTER})
        return web.json_response(_ACKNOWLEDGED)

    async def _open(self, request: web.Request) -> JsonObject | Challenge:
        # what the headers say is checked before a byte of the body is read
        now = self._now()
        seal = check_head(request.headers, self._app_id, now)
        body = await read_body(request, most_bytes(seal), BODY_SECONDS)
        return self._opener.open(body, seal, now)
