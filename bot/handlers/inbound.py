"""The door for messages: one arrival, one transaction; answered only after the commit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct, field

from bot.channels.base import Answer, Busy
from bot.domain.masking import mask_id_numbers, mask_numbers
from bot.domain.messages import InboundMessage, MessageKind
from bot.domain.refusals import Refusal
from bot.domain.services import FaqEntry
from bot.flows.engine import Engine
from bot.handlers.turns import Arrival, Fits, Rows, apologise, refuse, take
from bot.storage import Overloaded, Storage, StorageDown, UnitOfWork, outbox
from bot.understanding import Memo, Reading
from bot.usecases.office import Office, Snapshot

log = logging.getLogger(__name__)

FLUSH_SECONDS, CLOSE_SECONDS = 0.2, 1.0
Opinion = Callable[[Reading, Sequence[FaqEntry]], Awaitable[Reading]]


class House(Struct, frozen=True):
    """What the door needs. `fits` tells per channel how many texts one passive reply can carry;
    `opinion` may settle which answer an unsure question wants."""

    storage: Storage
    snapshot: Callable[[], Snapshot]
    now: Callable[[], datetime]
    engine: Engine
    wake: Callable[[], None]
    fits: Mapping[str, Fits] = field(default_factory=dict)
    opinion: Opinion | None = None


class Door:
    """Takes messages from every channel."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._memo = Memo()
        self._handed_over: list[int] = []
        self._flushing: asyncio.Task[None] | None = None
        self._late: set[asyncio.Task[None]] = set()

    async def receive(self, message: InboundMessage) -> Answer:
        """Store and handle one message; returns after commit. Raises Busy: nothing was stored."""
        house = self._house
        snapshot, now = house.snapshot(), house.now()
        reading = self._read(message, snapshot, now)
        if reading is not None and house.opinion is not None and message.room is None:
            reading = await house.opinion(reading, snapshot.config.faq)
        arrival = Arrival(message, reading or _unread(message.text), self._fits(message))

        def office(work: UnitOfWork) -> Office:
            return Office(work, snapshot, now, message.key, frozenset(house.fits) or None)

        try:
            rows = await self._take(office, arrival, is_read=reading is not None)
        except (Overloaded, StorageDown) as down:
            raise Busy from down
        except asyncio.CancelledError:
            self._once_more(office, arrival, is_read=reading is not None)
            raise
        house.wake()
        ids = [row_id for row_id, _ in rows]
        return Answer(tuple(text for _, text in rows), lambda: self._hand_over(ids))

    async def close(self) -> None:
        """Store what was handed over last, and settle late turns as far as a short time allows."""
        if self._flushing is not None:
            self._flushing.cancel()
        if self._late:
            await asyncio.wait(self._late, timeout=CLOSE_SECONDS)
        await self.flush()

    def _once_more(
        self, office: Callable[[UnitOfWork], Office], arrival: Arrival, *, is_read: bool
    ) -> None:
        """Nobody waits for the answer any more. The turn behind it finds what became of the
        message: stored, it changes nothing; failed, the apology and the task go out by the courier;
        undone, it happens now. As the platform's repeat would, which may never come."""

        async def settle() -> None:
            try:
                await self._take(office, arrival, is_read=is_read)
            except (Overloaded, StorageDown):
                log.warning("a late turn was not stored: key=%s", arrival.message.key)
            else:
                self._house.wake()

        task = asyncio.create_task(settle(), name="late turn")
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _take(
        self, office: Callable[[UnitOfWork], Office], arrival: Arrival, *, is_read: bool
    ) -> Rows:
        run, engine = self._house.storage.run, self._house.engine
        if not is_read:
            return await run(lambda work: apologise(office(work), arrival))
        try:
            return await run(lambda work: take(office(work), engine, arrival))
        except (Overloaded, StorageDown):
            raise
        except Refusal as refusal:
            said = refusal  # the name of an except clause ends with it
        except Exception:
            log.exception("turn failed: key=%s", arrival.message.key)
            return await run(lambda work: apologise(office(work), arrival))
        return await run(lambda work: refuse(office(work), arrival, said))

    def _read(self, message: InboundMessage, snapshot: Snapshot, now: datetime) -> Reading | None:
        """Understanding happens outside the transaction (house.md section 4). None: a bug of ours,
        after which the message still gets its apology and a task."""
        if message.kind is not MessageKind.TEXT:
            return _unread(message.text)
        try:
            return self._memo.read(message.text, now, snapshot.knowledge)
        except Exception:
            log.exception("not read: key=%s", message.key)
            return None

    def _fits(self, message: InboundMessage) -> Fits:
        return self._house.fits.get(message.contact.channel, len)

    def _hand_over(self, ids: Sequence[int]) -> None:
        """The platform has the passive answer; noted together with others, a moment later."""
        self._handed_over.extend(ids)
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush_soon())

    async def _flush_soon(self) -> None:
        await asyncio.sleep(FLUSH_SECONDS)
        await self.flush()

    async def flush(self) -> None:
        """Store which passive answers were handed over."""
        ids, self._handed_over = self._handed_over, []
        if not ids:
            return
        now = self._house.now()
        try:
            await self._house.storage.run(lambda work: outbox.take_passively(work, ids, now))
        except (Overloaded, StorageDown):
            self._handed_over[:0] = ids


def _unread(text: str) -> Reading:
    return Reading(text, mask_id_numbers(text), mask_numbers(text))
