"""One connection to the gateway: hello, identify or resume, heartbeats, events (sheet, 4)."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import aiohttp
from msgspec import Struct

from bot.channels.parts.wire import JsonObject, number_in, object_in, parse_object, text_in
from bot.channels.qq import frames
from bot.channels.qq.frames import Next
from bot.channels.qq.sessions import GatewaySession

_HELLO_SECONDS = 10.0
_SHORTEST_BEAT = 0.01

Keep = Callable[[GatewaySession, JsonObject], Awaitable[None]]
"""Takes one event and what is received with it; may wait, then nothing more is read."""


class Line(Struct):
    """What outlives a connection: the session and what may be asked for. `is_up`: events come."""

    intents: int = frames.ALL_INTENTS
    session: GatewaySession | None = None
    is_up: bool = False


class Connection:
    """Reads one socket until it ends."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, line: Line, keep: Keep) -> None:
        self._socket, self._line, self._keep = socket, line, keep
        self._is_acknowledged = True

    async def run(self, token: str) -> Next:
        """Talk until the connection ends; what to do then. Raises ClientError, TimeoutError."""
        hello = parse_object(await self._socket.receive_str(timeout=_HELLO_SECONDS)) or {}
        interval = number_in(object_in(hello, "d"), "heartbeat_interval") or 0
        if hello.get("op") != frames.HELLO or interval <= 0:
            return Next.RESUME
        await self._socket.send_str(frames.opening(token, self._line.session, self._line.intents))
        beating = asyncio.create_task(self._beat(max(interval / 1000, _SHORTEST_BEAT)))
        try:
            return await self._read()
        finally:
            self._line.is_up = False
            beating.cancel()
            await asyncio.wait((beating,))

    async def _read(self) -> Next:
        async for message in self._socket:
            frame = parse_object(message.data) if message.type is aiohttp.WSMsgType.TEXT else None
            verdict = await self._take(frame) if frame is not None else None
            if verdict is not None:
                return verdict
        return frames.after_close(self._socket.close_code, self._line.intents)

    async def _take(self, frame: JsonObject) -> Next | None:
        op = frame.get("op")
        if op == frames.DISPATCH:
            await self._dispatch(frame)
        elif op == frames.HEARTBEAT:
            await self._socket.send_str(frames.heartbeat(self._line.session))
        elif op == frames.HEARTBEAT_ACK:
            self._is_acknowledged = True
        elif op == frames.RECONNECT:
            return Next.RESUME
        elif op == frames.INVALID_SESSION:
            return Next.IDENTIFY
        return None

    async def _dispatch(self, frame: JsonObject) -> None:
        kind, seq = text_in(frame, "t"), number_in(frame, "s")
        session = self._line.session
        if kind == "READY":
            session = GatewaySession(text_in(object_in(frame, "d"), "session_id"), seq or 0)
        elif session is not None and seq is not None:
            session = GatewaySession(session.id, max(seq, session.seq))
        self._line.session = session
        if kind in ("READY", "RESUMED"):
            self._line.is_up = True
        if session is not None:
            await self._keep(session, frame)

    async def _beat(self, interval: float) -> None:
        """A sign of life each `interval` seconds; when one was not answered the line is dead."""
        with suppress(ConnectionError, aiohttp.ClientError):
            while self._is_acknowledged:
                self._is_acknowledged = False
                await self._socket.send_str(frames.heartbeat(self._line.session))
                await asyncio.sleep(interval)
            await self._socket.close()
