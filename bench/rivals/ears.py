"""The QQ API as bare as can be: it hands out a token and hears what a bot says, at any speed."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import cast

Hear = Callable[[str, str], None]
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TO = re.compile(r"/v2/users/([^/]+)/messages")
_ANSWERS = {
    "/app/getAppAccessToken": {"access_token": "token1", "expires_in": "7200"},
    "/users/@me": {"id": "1", "username": "bot", "avatar": "", "bot": True},
}
_SENT = {"id": "ROBOT1.0_1", "timestamp": "2026-11-23T09:00:00+08:00", "ext_info": {}}


class Ears(asyncio.Protocol):
    """One kept-alive connection of a bot; `hear` gets the openid and the text of each message."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (request := self._taken()) is not None:
            self._answer(*request)

    def _taken(self) -> tuple[str, bytes] | None:
        head, found, rest = self._got.partition(_HEAD_END)
        length = _LENGTH.search(head)
        size = int(length[1]) if length else 0
        if not found or len(rest) < size:
            return None
        self._got = rest[size:]
        return head.split(b" ", 2)[1].decode(), rest[:size]

    def _answer(self, path: str, body: bytes) -> None:
        to = _TO.search(path)
        answer = json.dumps(_SENT if to else _ANSWERS.get(path, {})).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(answer)}"
        self._transport.write(head.encode() + _HEAD_END + answer)
        if to:
            self._hear(to[1], str(json.loads(body).get("content", "")))
