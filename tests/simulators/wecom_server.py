"""WeCom's servers for one robot: the long connection, a group's push address, response_url.

Platform sheet wecom.md of 2026-11-23, sections 2, 3.1 and 3.2.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress

from aiohttp import WSMsgType, web

from tests.simulators.images import NoPicture, of_wecom
from tests.simulators.platform import ApiServer
from tests.simulators.wecom_rules import Chats, Requests, Shown
from tests.simulators.wecom_wire import Json

BOT, SECRET = "AIB1", "line-secret"
HOOK_KEY = "0f0e0d0c-0000-4000-8000-000000000001"


class WecomServer(ApiServer):
    """`seen` counts: subscribe, refused, gone, hook, and every command by its name.

    `is_deaf`: pings are not answered; `is_down`: nobody may connect; `loses_acks`: what is done is
    not acknowledged; `refuses_pictures`: the errcode of a picture at the push address, 0 = none.
    `line`: the one that is subscribed.
    """

    def __init__(self, now: Callable[[], float], hook_group: str) -> None:
        super().__init__()
        self._now, self._hook_group = now, hook_group
        self.chats = Chats(now)
        self.requests = Requests(self.chats)
        self.seen: Counter[str] = Counter()
        self.is_deaf = self.is_down = self.loses_acks = False
        self.refuses_pictures = 0
        self.line: web.WebSocketResponse | None = None
        self.changed = asyncio.Event()
        self._hooked: list[float] = []

    def routes(self) -> Iterable[web.RouteDef]:
        """What it serves."""
        return [
            web.get("/line", self._connect),
            web.post("/cgi-bin/webhook/send", self._hook),
            web.post("/cgi-bin/aibot/response", self._respond),
        ]

    def note(self, what: str) -> None:
        """Something happened."""
        self.seen[what] += 1
        self.changed.set()

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        if self.is_down:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(timeout=0.2)
        await socket.prepare(request)
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self._hear(socket, json.loads(frame.data))
        self.note("gone")
        return socket

    async def _hear(self, socket: web.WebSocketResponse, frame: Json) -> None:
        headers, cmd = frame["headers"], frame["cmd"]
        assert isinstance(headers, dict)
        if cmd == "ping" and self.is_deaf:
            self.note("ping")
            return
        body, more = frame.get("body") or {}, {}
        if str(cmd).startswith("aibot_upload_media_"):
            assert isinstance(body, dict)
            code, answer = self.chats.uploads.do(str(cmd), body)
            more = {"body": answer}
        else:
            code = await self._do(socket, str(cmd), str(headers["req_id"]), body)
        if not self.loses_acks or cmd in ("ping", "aibot_subscribe"):
            ack = {"headers": headers, "errcode": code, "errmsg": "ok", **more}
            await socket.send_json(ack)
        self.note(
            {"aibot_subscribe": "subscribe" if code == 0 else "refused"}.get(str(cmd), str(cmd))
        )

    async def _do(self, socket: web.WebSocketResponse, cmd: str, req_id: str, body: object) -> int:
        assert isinstance(body, dict)
        if cmd == "aibot_subscribe":
            return await self._subscribe(socket, body)
        assert socket is self.line, "only a subscribed line may speak"
        if cmd == "aibot_send_msg":
            assert body["chat_type"] == (2 if body["chatid"].startswith("wr") else 1)
            return self.chats.push(body["chatid"], body)
        if cmd == "aibot_respond_msg":
            return self.requests.answer(req_id, body)
        if cmd == "aibot_respond_update_msg":
            return self.requests.update(req_id, body)
        assert cmd == "ping", cmd
        return 0

    async def _subscribe(self, socket: web.WebSocketResponse, body: Json) -> int:
        if (body["bot_id"], body["secret"]) != (BOT, SECRET):
            return 40001
        old, self.line = self.line, socket
        if old is not None and not old.closed:
            event = {"msgtype": "event", "event": {"eventtype": "disconnected_event"}}
            with suppress(ConnectionError):
                await old.send_json(
                    {"cmd": "aibot_event_callback", "headers": {"req_id": "gone"}, "body": event}
                )
                await old.close()
        return 0

    async def _hook(self, request: web.Request) -> web.Response:
        body, now = await request.json(), self._now()
        self.note("hook")
        if request.query.get("key") != HOOK_KEY:
            return web.json_response({"errcode": 93000, "errmsg": "invalid webhook url"})
        if "msgtype" not in body:
            return web.json_response({"errcode": 40058, "errmsg": "msgtype missing"})
        self._hooked = [at for at in self._hooked if now - at < 60]
        if len(self._hooked) >= 20:
            return web.json_response({"errcode": 45009, "errmsg": "freq out of limit"})
        if body["msgtype"] == "image":
            return self._hook_picture(body["image"])
        assert body["msgtype"] == "text"
        words = body["text"]
        assert len(words["content"].encode()) <= 2048
        self._hooked.append(now)
        called = tuple(words.get("mentioned_list", ()))
        self.chats.of(self._hook_group).shown.append(
            Shown("hook", words["content"], now, None, called)
        )
        self.changed.set()
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    def _hook_picture(self, image: object) -> web.Response:
        now = self._now()
        try:
            picture = of_wecom(image)
        except NoPicture as no:
            return web.json_response({"errcode": no.code, "errmsg": "invalid image"})
        if self.refuses_pictures:
            return web.json_response({"errcode": self.refuses_pictures, "errmsg": "no"})
        self._hooked.append(now)
        self.chats.of(self._hook_group).shown.append(Shown("hook", "", now, picture=picture))
        self.changed.set()
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    async def _respond(self, request: web.Request) -> web.Response:
        code = self.requests.respond(request.query["response_code"], await request.json())
        self.changed.set()
        return web.json_response({"errcode": code, "errmsg": ""})
