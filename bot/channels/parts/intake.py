"""Messages from a socket, handed to the house while the socket is read on.

Those of one chat go one by one, in order; different chats do not wait for each other.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence

from bot.channels.base import Answer, Busy, Receive
from bot.domain.messages import ContactRef, InboundMessage

LONGEST_QUEUE = 1000
SIDE_BY_SIDE = 64
DRAIN_SECONDS = 0.8

Give = Callable[[InboundMessage, Answer], None]
"""Hears of every message that was stored, with the answer; returns at once."""

log = logging.getLogger(__name__)


def leave_to_outbox(_message: InboundMessage, answer: Answer) -> None:
    """Texts not marked as done leave by the outbox."""
    if not answer.texts:
        answer.done()


class Intake:
    """A bounded queue for each chat; it outlives a socket, so reconnecting loses nothing taken.

    There is no acknowledgement on such a socket: what the house cannot take after all `delays`
    (seconds) is lost. `channel` is for the log.
    """

    def __init__(
        self,
        channel: str,
        receive: Receive,
        delays: Sequence[float],
        give: Give = leave_to_outbox,
    ) -> None:
        self._channel, self._receive = channel, receive
        self._delays, self._give = delays, give
        self._queues: dict[ContactRef, deque[InboundMessage]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)
        self._waiting = 0

    def start(self) -> None:
        """Ready: what is put is handed over from then on."""

    async def stop(self) -> None:
        """Hand over what is waiting, as far as a short time allows."""
        if not self._workers:
            return
        _, late = await asyncio.wait(self._workers, timeout=DRAIN_SECONDS)
        if late:
            log.warning("%s: stopped with %d messages not stored", self._channel, self._waiting)
            for worker in late:
                worker.cancel()
            await asyncio.wait(late)

    def put(self, message: InboundMessage) -> None:
        """Queue one message; returns at once."""
        if self._waiting >= LONGEST_QUEUE:
            log.error("%s: a message was dropped, %d wait", self._channel, self._waiting)
            return
        chat = message.room or message.contact
        self._waiting += 1
        if chat in self._queues:
            self._queues[chat].append(message)
        else:
            self._queues[chat] = deque((message,))
            self._begin(chat)

    def withdraw(self, key_begin: str) -> None:
        """Whoever wrote it took it back: what still waits with such a key is not handed over."""
        for queue in self._queues.values():
            for message in [each for each in queue if each.key.startswith(key_begin)]:
                queue.remove(message)
                self._waiting -= 1

    def _begin(self, chat: ContactRef) -> None:
        worker = asyncio.create_task(self._work(chat))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _work(self, chat: ContactRef) -> None:
        queue = self._queues[chat]
        while queue:
            async with self._places:
                message = queue.popleft() if queue else None
                if message is not None:
                    await self._hand_over_safely(message)
        del self._queues[chat]

    async def _hand_over_safely(self, message: InboundMessage) -> None:
        try:
            await self._hand_over(message)
        except Exception:  # a fault in one message must not end all listening
            log.exception("%s: a message could not be handled", self._channel)
        self._waiting -= 1

    async def _hand_over(self, message: InboundMessage) -> None:
        for delay in (*self._delays, None):
            try:
                answer = await self._receive(message)
            except Busy:
                if delay is not None:
                    await asyncio.sleep(delay)
                continue
            self._give(message, answer)
            return
        log.error("%s: a message was dropped, the house stayed busy", self._channel)
