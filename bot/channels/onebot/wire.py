"""One socket of the protocol end: calls go out, their answers and all events come in mixed."""

import asyncio
import logging
from collections.abc import Callable

from aiohttp import ClientError, WSMsgType, web

from bot.channels.onebot.actions import Action
from bot.channels.parts.wire import JsonObject, parse_object

LARGEST_FRAME = 1 << 20
# Frames between both sizes are dropped and the socket lives on; larger ones end it (code 1009).
LARGEST_READ = 4 << 20
CLOSE_SECONDS = 1.0

log = logging.getLogger(__name__)


class NotSent(Exception):
    """The socket was gone before the call was written: it may safely be made again."""


class NoAnswer(Exception):
    """The call was written, but what became of it is not known. The argument is a short reason."""


class Wire:
    """A connected protocol end; `take` gets every event and must return at once."""

    def __init__(self, take: Callable[[JsonObject], None], ping: float) -> None:
        # A ping finds half-open connections; NapCat and LLBot speak no compression.
        self.socket = web.WebSocketResponse(
            timeout=CLOSE_SECONDS, heartbeat=ping, compress=False, max_msg_size=LARGEST_READ
        )
        self._take = take
        self._transport: asyncio.Transport | None = None
        self._calls: dict[str, asyncio.Future[JsonObject | None]] = {}

    async def open(self, request: web.Request) -> None:
        """Answer the upgrade."""
        await self.socket.prepare(request)
        self._transport = request.transport

    async def read(self) -> None:
        """Read until the socket ends; then no call waits any longer."""
        try:
            async for frame in self.socket:
                if frame.type is WSMsgType.TEXT:
                    self._read_frame(frame.data)
        finally:
            self.lose_calls()

    async def call(self, action: Action, seconds: float) -> JsonObject:
        """The answer to `action` within `seconds`. Raises NotSent or NoAnswer."""
        transport = self._transport
        if self.socket.closed or transport is None or transport.is_closing():
            raise NotSent
        answer: asyncio.Future[JsonObject | None] = asyncio.get_running_loop().create_future()
        self._calls[action.echo] = answer
        try:
            async with asyncio.timeout(seconds):
                await self.socket.send_str(action.frame())
                reply = await answer
        except TimeoutError:
            raise NoAnswer("no_answer") from None
        except (ClientError, OSError):
            raise NoAnswer("socket_lost") from None
        finally:
            self._calls.pop(action.echo, None)
        if reply is None:
            raise NoAnswer("socket_lost")
        return reply

    async def close(self) -> None:
        """End the socket, in a second at most."""
        self.lose_calls()
        await self.socket.close()

    def lose_calls(self) -> None:
        """Tell every waiting call that its answer will not come."""
        for answer in self._calls.values():
            if not answer.done():
                answer.set_result(None)

    def _read_frame(self, text: str) -> None:
        if len(text) > LARGEST_FRAME:
            log.warning("onebot: a frame of %d characters was dropped", len(text))
            return
        frame = parse_object(text)
        if frame is None:
            log.warning("onebot: a frame that is no JSON object was dropped")
        elif "post_type" in frame:
            self._take(frame)
        else:
            self._settle(frame)

    def _settle(self, reply: JsonObject) -> None:
        """Answers come in any order, late, twice or to nobody; only the first one counts."""
        answer = self._calls.get(str(reply.get("echo", "")))
        if answer is not None and not answer.done():
            answer.set_result(reply)
