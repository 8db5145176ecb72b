"""One live long connection: frames out with their acknowledgements, callbacks in (sheet, 3.2)."""

import json
import secrets
from collections.abc import Callable

import aiohttp

from bot.channels.parts.calls import NotTaken
from bot.channels.parts.pending import PendingCalls
from bot.channels.parts.wire import JsonObject, number_in, object_in, parse_object, text_in

ANSWER_SECONDS = 5.0
Take = Callable[[str, str, JsonObject], None]
"""Takes a callback: its command, its req_id, its body; must return at once."""


class Wire:
    """Speaks and reads on one socket."""

    def __init__(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        take: Take,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._socket, self._take = socket, take
        self._seconds = answer_seconds
        self._calls = PendingCalls()

    async def read(self) -> None:
        """Read until the socket ends; then no call waits any longer."""
        try:
            async for frame in self._socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    self._read_frame(frame.data)
        finally:
            self._calls.lose()

    async def call(self, cmd: str, body: JsonObject | None = None, req_id: str = "") -> int:
        """The errcode of `cmd`; of one req_id only one call at a time. Raises NotTaken,
        OutcomeUnknown."""
        code, _ = await self.ask(cmd, body, req_id)
        return code

    async def ask(
        self, cmd: str, body: JsonObject | None = None, req_id: str = ""
    ) -> tuple[int, JsonObject]:
        """The same, with what the platform sent back. Raises NotTaken, OutcomeUnknown."""
        if self._socket.closed:
            raise NotTaken("disconnected")
        key = req_id or f"{cmd}-{secrets.token_hex(8)}"
        frame: dict[str, object] = {"cmd": cmd, "headers": {"req_id": key}}
        if body is not None:
            frame["body"] = body
        text = json.dumps(frame, ensure_ascii=False)
        reply = await self._calls.call(key, lambda: self._socket.send_str(text), self._seconds)
        code = number_in(reply, "errcode")
        return code if code is not None else -1, object_in(reply, "body")

    async def close(self) -> None:
        """End the socket."""
        self._calls.lose()
        await self._socket.close()

    def _read_frame(self, text: str) -> None:
        frame = parse_object(text)
        if frame is None:
            return
        req_id, cmd = text_in(object_in(frame, "headers"), "req_id"), text_in(frame, "cmd")
        if cmd:
            self._take(cmd, req_id, object_in(frame, "body"))
        else:
            self._calls.settle(req_id, frame)
