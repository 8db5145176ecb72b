"""Calls over one socket, each waiting for the answer that bears its key."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.channels.parts.calls import NotTaken, OutcomeUnknown
from bot.channels.parts.wire import JsonObject


class PendingCalls:
    """Answers come in any order, late, twice or to nobody; only the first one counts."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[JsonObject | None]] = {}

    async def call(
        self, key: str, write: Callable[[], Awaitable[None]], seconds: float
    ) -> JsonObject:
        """The answer under `key` to what `write` sends, within `seconds`.

        Raises OutcomeUnknown, and NotTaken when the last call with this key is still under way.
        """
        if key in self._waiting:
            raise NotTaken("under_way")
        answer: asyncio.Future[JsonObject | None] = asyncio.get_running_loop().create_future()
        self._waiting[key] = answer
        try:
            async with asyncio.timeout(seconds):
                await write()
                reply = await answer
        except TimeoutError:
            raise OutcomeUnknown("no_answer") from None
        except OSError:  # ConnectionError and aiohttp's own among them
            raise OutcomeUnknown("socket_lost") from None
        finally:
            self._waiting.pop(key, None)
        if reply is None:
            raise OutcomeUnknown("socket_lost")
        return reply

    def settle(self, key: str, reply: JsonObject) -> None:
        """An answer came."""
        answer = self._waiting.get(key)
        if answer is not None and not answer.done():
            answer.set_result(reply)

    def lose(self) -> None:
        """The socket is gone: no answer will come."""
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_result(None)
