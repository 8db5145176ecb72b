"""QQ over the webhook: signed events in, answers out by the API."""

import asyncio
import json
import re
from collections import deque
from dataclasses import dataclass
from typing import cast

from bench.rivals.ears import Ears
from bench.rivals.talking import Residents
from bench.talks import Wrong
from tests.simulators.qq import FakeQq

_CONNECTIONS = 64
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class _Pushes:
    """The platform's way to a webhook: kept-alive connections, one push after the other on each;
    a server may close those that rest."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._waiting: deque[bytes] = deque()
        self._resting: list[_Line] = []
        self._lines = 0
        self._connecting: set[asyncio.Task[None]] = set()
        self.fault = ""

    def push(self, request: bytes) -> None:
        """Carry `request` there as soon as a connection is free."""
        self._waiting.append(request)
        if self._resting:
            self.rest(self._resting.pop())
        elif self._lines < _CONNECTIONS:
            self._lines += 1
            task = asyncio.ensure_future(self._connect())
            self._connecting.add(task)
            task.add_done_callback(self._connecting.discard)

    def rest(self, line: "_Line") -> None:
        """`line` has nothing to do."""
        if self._waiting:
            line.carry(self._waiting.popleft())
        else:
            self._resting.append(line)

    def lose(self, line: "_Line") -> None:
        """`line` was closed."""
        self._lines -= 1
        if line in self._resting:
            self._resting.remove(line)

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(lambda: _Line(self), "127.0.0.1", self._port)
        self.rest(line)


class _Line(asyncio.Protocol):
    """One connection."""

    def __init__(self, pushes: _Pushes) -> None:
        self._pushes = pushes
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass

    def carry(self, request: bytes) -> None:
        """Send one push."""
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """An acknowledgement, which may come in two pieces: head, then body."""
        self._got += data
        head, found, body = self._got.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not found or len(body) < int(length[1] if length else 0):
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self._pushes.fault = head[:80].decode(errors="replace")
        self._got = b""
        self._pushes.rest(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._pushes.lose(self)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a bot's webhook is, and on which port it looks for the platform's API."""

    port: int
    path: str
    api_port: int


async def speed(residents: Residents, platform: FakeQq, webhook: Webhook) -> float:
    """Answers a second; `platform` numbers the messages, over all rounds."""
    pushes = _Pushes(webhook.port)

    def say(openid: str, text: str) -> None:
        pushes.push(_push(platform, webhook.path, openid, text))

    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Ears(residents.heard), "127.0.0.1", webhook.api_port)
    async with server:
        rate = await residents.drive(say)
    if pushes.fault:
        raise Wrong(pushes.fault)
    return rate


def _push(platform: FakeQq, path: str, openid: str, text: str) -> bytes:
    event = platform.private_message(openid, text)
    push = platform.signed(json.dumps(event, ensure_ascii=False).encode())
    heads = {**push.headers, "Host": "127.0.0.1", "Content-Type": "application/json"}
    heads["Content-Length"] = str(len(push.body))
    lines = "".join(f"{name}: {value}\r\n" for name, value in heads.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + push.body
