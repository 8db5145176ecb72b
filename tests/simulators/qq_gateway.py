"""QQ's gateway on loopback: hello, identify, resume with replay, heartbeats, close codes.

Platform sheet qq.md of 2026-11-23, section 4.
"""

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.simulators.qq_rules import Fault, Tokens

Body = Mapping[str, object]


@dataclass(slots=True)
class _Session:
    """One session: everything sent in it, by number."""

    id: str
    intents: int
    events: list[Body] = field(default_factory=list)


class FakeGateway:
    """The gateway of one bot; `seen` counts what clients did: identify, resume, heartbeat.

    `interval` in seconds; `entitled`: the intents this bot may ask for; `is_deaf`: heartbeats are
    not answered; `forgets`: sessions cannot be resumed.
    """

    def __init__(self, tokens: Tokens, base: Callable[[], str]) -> None:
        self._tokens, self._base = tokens, base
        self.interval = 45.0
        self.entitled = 7 << 24
        self.is_deaf = False
        self.forgets = False
        self.is_down = False
        self.greets_with = ""
        self.seen: Counter[str] = Counter()
        self.intents = 0
        self._numbers = itertools.count(1)
        self._sessions: dict[str, _Session] = {}
        self._current: _Session | None = None
        self._socket: web.WebSocketResponse | None = None
        self._transport: asyncio.Transport | None = None
        self._changed = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        """Where clients ask for the address, and where they connect."""
        return [web.get("/gateway", self._address), web.get("/websocket/", self._connect)]

    async def until(self, is_so: Callable[["FakeGateway"], bool]) -> None:
        """Wait for something to have happened here; fails after five seconds."""
        async with asyncio.timeout(5):
            while not is_so(self):
                self._changed.clear()
                await self._changed.wait()

    async def connected(self, times: int = 1) -> None:
        """Wait until a client has begun or resumed so often."""
        await self.until(lambda me: me.seen["ready"] + me.seen["resumed"] >= times)

    async def emit(self, event: Body) -> int:
        """Send one event, or keep it for whoever resumes; its number."""
        assert self._current is not None
        number = len(self._current.events) + 2  # READY was 1
        numbered = {**event, "s": number}
        self._current.events.append(numbered)
        if self._socket is not None and not self._socket.closed:
            with suppress(ConnectionError):  # it was cut: whoever resumes gets it
                await self._socket.send_str(json.dumps(numbered))
        return number

    async def send(self, op: int, words: object = None) -> None:
        """Send a frame that is no event: 1, 7, 9."""
        assert self._socket is not None
        await self._socket.send_str(json.dumps({"op": op, "d": words}))

    async def close(self, code: int) -> None:
        """Hang up with `code`."""
        assert self._socket is not None
        await self._socket.close(code=code)

    async def cut(self) -> None:
        """The network breaks."""
        assert self._transport is not None
        self._transport.abort()

    async def _address(self, request: web.Request) -> web.Response:
        self._note("address")
        try:
            self._tokens.check(request.headers.get("Authorization"))
        except Fault as fault:
            return web.json_response({"err_code": fault.code}, status=fault.status)
        if self.is_down:
            return web.Response(status=500)
        return web.json_response({"url": f"{self._base().replace('http', 'ws', 1)}/websocket/"})

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(timeout=0.2)
        await socket.prepare(request)
        self._transport = request.transport
        hello = {"op": 10, "d": {"heartbeat_interval": int(self.interval * 1000)}}
        await socket.send_str(self.greets_with or json.dumps(hello))
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._hear(socket, json.loads(message.data))
        self._note("gone")
        return socket

    async def _hear(self, socket: web.WebSocketResponse, frame: Body) -> None:
        words = frame.get("d")
        if frame["op"] == 1:
            if not self.is_deaf:
                await socket.send_str(json.dumps({"op": 11}))
            self._note("heartbeat")
            return
        assert isinstance(words, dict)
        try:
            self._tokens.check(words.get("token"))
        except Fault:
            await socket.close(code=4001)
            return
        if frame["op"] == 2:
            await self._identify(socket, words)
        elif frame["op"] == 6:
            await self._resume(socket, words)

    async def _identify(self, socket: web.WebSocketResponse, words: Body) -> None:
        intents = words["intents"]
        assert isinstance(intents, int)
        assert words["shard"] == [0, 1]
        self._note("identify")
        if intents & ~self.entitled:
            await socket.close(code=4014)
            return
        self.intents = intents
        session = _Session(f"session-{next(self._numbers)}", intents)
        self._sessions[session.id] = self._current = session
        self._socket = socket
        body = {"version": 1, "session_id": session.id, "user": {"bot": True}, "shard": [0, 1]}
        await socket.send_str(json.dumps({"op": 0, "s": 1, "t": "READY", "d": body}))
        self._note("ready")

    async def _resume(self, socket: web.WebSocketResponse, words: Body) -> None:
        self._note("resume")
        session = self._sessions.get(str(words["session_id"]))
        if session is None or self.forgets:
            await socket.send_str(json.dumps({"op": 9, "d": False}))
            return
        self._socket, self._current = socket, session
        after = words["seq"]
        assert isinstance(after, int)
        for event in session.events[max(after - 1, 0) :]:
            self.seen["replayed"] += 1
            await socket.send_str(json.dumps(event))
        await socket.send_str(json.dumps({"op": 0, "s": after, "t": "RESUMED", "d": ""}))
        self._note("resumed")

    def _note(self, what: str) -> None:
        self.seen[what] += 1
        self._changed.set()
