"""The two ways to speak as the smart robot: over the long connection, or where we were called.

Both raise NotTaken and OutcomeUnknown.
"""

import json
import secrets
from typing import Protocol

from bot.channels.base import SendResult
from bot.channels.parts.calls import ApiCall, ApiReply, Connections, NotTaken, OutcomeUnknown
from bot.channels.parts.wire import JsonObject, number_in, parse_object
from bot.channels.wecom.connection import Connection
from bot.channels.wecom.openings import Openings
from bot.channels.wecom.outcomes import BUSY, SPEAKING_IS_OVER, judged
from bot.channels.wecom.pictures import upload
from bot.domain.messages import GROUP_PREFIX

_SINGLE, _GROUP = 1, 2


class Robot(Protocol):
    """How the robot speaks in a chat; `address` is a member or `group:CHATID`."""

    openings: Openings
    writes_first: bool
    shows_pictures: bool

    def is_up(self) -> bool:
        """Whether a send has a chance now."""

    async def answer(self, address: str, text: str) -> SendResult | None:
        """Answer who spoke to us last; None where nobody waits for an answer."""

    async def push(self, address: str, words: JsonObject) -> SendResult | None:
        """Write first; None where that is not possible."""

    async def show(self, address: str, png: bytes) -> SendResult | None:
        """A picture, as an answer or unasked; None where the platform does not take it."""


class ConnectedRobot:
    """Speaks over the long connection."""

    writes_first = shows_pictures = True

    def __init__(self, connection: Connection, openings: Openings) -> None:
        self._connection, self.openings = connection, openings

    def is_up(self) -> bool:
        """Whether the line is there."""
        return self._connection.is_up()

    async def answer(self, address: str, text: str) -> SendResult | None:
        """A finished stream: the platform counts open ones against whoever asked."""
        opening = self.openings.take(address)
        if opening is None:
            return None
        stream = {"id": secrets.token_hex(8), "finish": True, "content": text}
        words: JsonObject = {"msgtype": "stream", "stream": stream}
        code = await self._connection.call("aibot_respond_msg", words, opening.handle)
        return None if code in SPEAKING_IS_OVER else judged(code)

    async def push(self, address: str, words: JsonObject) -> SendResult:
        """The chat must have spoken to the robot once (sheet section 3.2)."""
        chat = address.removeprefix(GROUP_PREFIX)
        kind = _SINGLE if chat == address else _GROUP
        body: JsonObject = {"chatid": chat, "chat_type": kind, **words}
        return judged(await self._connection.call("aibot_send_msg", body))

    async def show(self, address: str, png: bytes) -> SendResult | None:
        """Uploaded first; a stream over the line can hold no picture (sheet section 3.2)."""
        media = await upload(self._connection, png)
        if not media:
            return None
        words: JsonObject = {"msgtype": "image", "image": {"media_id": media}}
        opening = self.openings.take(address)
        if opening is not None:
            code = await self._connection.call("aibot_respond_msg", words, opening.handle)
            if code not in SPEAKING_IS_OVER:
                return judged(code)
        return await self.push(address, words)


class CalledRobot:
    """Speaks where it was called, once for each call (`response_url`, sheet section 3.1)."""

    writes_first = shows_pictures = False

    def __init__(self, connections: Connections, openings: Openings) -> None:
        self._connections, self.openings = connections, openings

    def is_up(self) -> bool:
        """Always: where nobody called, a send says so."""
        return True

    async def answer(self, address: str, text: str) -> SendResult | None:
        """The words of a message must be markdown here."""
        return await self.push(address, {"msgtype": "markdown", "markdown": {"content": text}})

    async def push(self, address: str, words: JsonObject) -> SendResult | None:
        """With what is left of earlier calls; one that is refused was used up or is too old."""
        while opening := self.openings.take(address):
            try:
                code = code_of(await post(self._connections, opening.handle, words))
            except NotTaken:
                self.openings.give_back(address, opening)
                raise
            if code == 0 or code in BUSY:
                return judged(code)
        return None

    async def show(self, address: str, png: bytes) -> None:
        """A response_url takes no picture."""


async def post(connections: Connections, url: str, words: JsonObject) -> ApiReply:
    """POST `words` as JSON. Raises NotTaken, OutcomeUnknown."""
    body = json.dumps(words, ensure_ascii=False).encode()
    return await connections.exchange(ApiCall("POST", url, body))


def code_of(reply: ApiReply) -> int:
    """The errcode in an answer. Raises NotTaken, OutcomeUnknown."""
    if reply.status == 503 or 300 <= reply.status < 500:
        raise NotTaken(f"http_{reply.status}")
    answer = parse_object(reply.body) if reply.status == 200 else None
    code = number_in(answer, "errcode") if answer is not None else None
    if code is None:
        raise OutcomeUnknown(f"http_{reply.status}" if reply.status != 200 else "unreadable")
    return code
