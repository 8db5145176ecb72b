"""Messages from the socket, handed to the house one by one while the socket is read on."""

import asyncio
import logging
from collections.abc import Sequence

from bot.channels.base import Busy, Receive
from bot.domain.messages import InboundMessage

LONGEST_QUEUE = 1000
DRAIN_SECONDS = 0.8

log = logging.getLogger(__name__)


class Intake:
    """A bounded queue and its worker; it outlives a socket, so reconnecting loses nothing taken.

    There is no acknowledgement on such a socket: what the house cannot take after all `delays`
    (seconds) is lost. `channel` is for the log.
    """

    def __init__(self, channel: str, receive: Receive, delays: Sequence[float]) -> None:
        self._channel, self._receive = channel, receive
        self._delays = delays
        self._queue: asyncio.Queue[InboundMessage] = asyncio.Queue(LONGEST_QUEUE)
        self._worker: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin handing over."""
        self._worker = asyncio.create_task(self._work())

    async def stop(self) -> None:
        """Hand over what is waiting, as far as a short time allows."""
        if self._worker is None:
            return
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._queue.join()
        except TimeoutError:
            log.warning(
                "%s: stopped with %d messages not stored", self._channel, self._queue.qsize()
            )
        self._worker.cancel()
        await asyncio.wait([self._worker])

    def put(self, message: InboundMessage) -> None:
        """Queue one message; returns at once."""
        try:
            self._queue.put_nowait(message)
        except asyncio.QueueFull:
            log.error("%s: a message was dropped, %d wait", self._channel, LONGEST_QUEUE)  # noqa: TRY400

    async def _work(self) -> None:
        while True:
            message = await self._queue.get()
            try:
                await self._hand_over(message)
            except Exception:  # a fault in one message must not end all listening
                log.exception("%s: a message could not be handled", self._channel)
            finally:
                self._queue.task_done()

    async def _hand_over(self, message: InboundMessage) -> None:
        for delay in (*self._delays, None):
            try:
                answer = await self._receive(message)
            except Busy:
                if delay is not None:
                    await asyncio.sleep(delay)
                continue
            if not answer.texts:  # texts not marked as done leave by the outbox
                answer.done()
            return
        log.error("%s: a message was dropped, the house stayed busy", self._channel)
