"""The chats of the fake protocol end: what was said, how to wait for it, and OneBot segments."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from tests.simulators.images import NoPicture, of_onebot

Json = dict[str, object]


def text(words: str) -> Json:
    """A text segment."""
    return {"type": "text", "data": {"text": words}}


def at(qq: int | str) -> Json:
    """A segment that calls somebody."""
    return {"type": "at", "data": {"qq": str(qq)}}


def quoting(message_id: int | str | None) -> list[Json]:
    """The reply segment of a message that quotes another, if any."""
    return [] if message_id is None else [{"type": "reply", "data": {"id": str(message_id)}}]


def cq_string(segments: list[Json]) -> str:
    """The segments as a CQ string; `&` is escaped first."""
    return "".join(_cq(segment) for segment in segments)


def _cq(segment: Json) -> str:
    data = segment["data"]
    assert isinstance(data, dict)
    if segment["type"] == "text":
        return _escape(data["text"])
    pairs = "".join(f",{key}={_escape(value).replace(',', '&#44;')}" for key, value in data.items())
    return f"[CQ:{segment['type']}{pairs}]"


def _escape(value: str) -> str:
    return value.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;")


@dataclass(frozen=True)
class Said:
    """One thing the bot said. `target` is the group or QQ number, `at` the monotonic second."""

    message_id: int
    target: int
    segments: tuple[Json, ...]
    at: float

    @property
    def text(self) -> str:
        """The joined text segments."""
        return "".join(self._values("text", "text"))

    @property
    def pictures(self) -> list[bytes]:
        """The pictures, as they came in the frame. Raises NoPicture."""
        return [of_onebot(file) for file in self._values("image", "file")]

    @property
    def mentions(self) -> list[str]:
        """The QQ numbers called by name."""
        return self._values("at", "qq")

    @classmethod
    def from_call(cls, call: Json, message_id: int) -> Self:
        """What a send says; a CQ string, which a bot should not send, becomes a segment `cq`."""
        params = call["params"]
        assert isinstance(params, dict)
        target = params["group_id" if call["action"] == "send_group_msg" else "user_id"]
        message = params["message"]
        if isinstance(message, str):
            message = [{"type": "cq", "data": {"code": message}}]
        return cls(message_id, int(target), tuple(message), time.monotonic())

    def _values(self, kind: str, key: str) -> list[str]:
        values = [item["data"] for item in self.segments if item["type"] == kind]
        return [str(value[key]) for value in values if isinstance(value, dict)]


def holds_bad_picture(call: Json) -> bool:
    """Whether a send has a picture that a protocol end cannot fetch, or that is none."""
    try:
        return not all(Said.from_call(call, 0).pictures)
    except NoPicture:
        return True


class Chat:
    """Everything the bot said in one place, in order."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self._waiting: list[tuple[Callable[[Said], bool], asyncio.Future[Said]]] = []

    @property
    def texts(self) -> list[str]:
        """The texts alone."""
        return [said.text for said in self.said]

    def add(self, said: Said) -> None:
        """Note what was said and wake who waits for it."""
        self.said.append(said)
        for predicate, future in self._waiting:
            if not future.done() and predicate(said):
                future.set_result(said)

    async def wait_for(
        self,
        predicate: Callable[[Said], bool],
        timeout: float = 5.0,  # noqa: ASYNC109 - tests read better with it
    ) -> Said:
        """The first thing said, before or from now on, that `predicate` accepts. TimeoutError."""
        for said in self.said:
            if predicate(said):
                return said
        future: asyncio.Future[Said] = asyncio.get_running_loop().create_future()
        waiter = predicate, future
        self._waiting.append(waiter)
        try:
            async with asyncio.timeout(timeout):
                return await future
        except TimeoutError:
            raise TimeoutError(f"never said; the chat holds {self.texts}") from None
        finally:
            self._waiting.remove(waiter)

    async def wait_count(self, count: int, timeout: float = 5.0) -> list[Said]:  # noqa: ASYNC109
        """All that was said, once there are `count` of them."""
        await self.wait_for(lambda _: len(self.said) >= count, timeout)
        return self.said
