"""The courier: sends what is due, each channel at its own pace, nothing twice."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.channels.base import SIDE_BY_SIDE, ChannelAdapter
from bot.handlers.errands import ErrandRunner
from bot.handlers.owners import is_gone
from bot.storage import Overloaded, Storage, StorageDown, UnitOfWork, leases, outbox
from bot.storage.sqlite import SqliteStorage
from bot.usecases.office import Office, Snapshot
from bot.usecases.undeliverable import tell_of_doubt

LEASE = timedelta(seconds=120)
STOP_SECONDS = 1.8
_LONGEST_PAUSE = 1.0  # so late may be what was meant for later, a second try for instance
# Looks are bundled: a thousand turns a second must not cause a thousand looks. Whoever waits for
# these messages does not notice a fifth of a second; the answers in a talk do not go this way.
_SHORTEST_PAUSE = 0.2
_AFTER_ONE = 0.04  # the next one for the same contact, a group with a backlog for instance
_MOST_WAITING = 2000
# So often even the messages of a channel that is not ready are taken up, to see who is too old.
_LOOK_THROUGH = timedelta(seconds=60)
_RECOVER_EVERY = timedelta(seconds=30)
log = logging.getLogger(__name__)


@dataclass(eq=False)
class Courier:
    """Delivers the outbox for one process; `owner` is unique among all processes.

    `now` gives the time at which sends end; `lease` must outlast the longest send (45 s);
    `widths`: how many sends of a channel go side by side, where its plug says so; `is_paced`: the
    rates of the platforms count (not in a rehearsal).
    """

    storage: Storage
    snapshot: Callable[[], Snapshot]
    channels: Mapping[str, ChannelAdapter]
    now: Callable[[], datetime]
    owner: str
    lease: timedelta = LEASE
    stop_seconds: float = STOP_SECONDS
    widths: Mapping[str, int] = field(default_factory=dict)
    is_paced: bool = True
    _waiting: dict[str, deque[int]] = field(default_factory=dict, init=False)
    _busy: Counter[str] = field(default_factory=Counter, init=False)
    _in_hand: dict[int, asyncio.Task[None]] = field(default_factory=dict, init=False)
    _seen_not_ready: dict[str, datetime] = field(default_factory=dict, init=False)
    _wake: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _has_settled: bool = field(default=False, init=False)
    _loop: asyncio.Task[None] | None = field(default=None, init=False)
    _recovered_at: datetime | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Make the runner of single errands."""
        self._runner = ErrandRunner(
            self.storage,
            self.snapshot,
            self.channels,
            self.now,
            self.owner,
            self.lease,
            is_paced=self.is_paced,
        )

    async def start(self) -> None:
        """Begin to deliver. Raises StorageDown."""
        if isinstance(self.storage, SqliteStorage):
            await self.storage.run(outbox.void_leases)
        self._runner.is_stopping = False
        self._loop = asyncio.create_task(self._keep_delivering(), name="courier")

    async def stop(self) -> None:
        """End within two seconds. Sends under way are awaited; what is left becomes unknown."""
        self._runner.is_stopping = True
        self._wake.set()
        tasks = [*self._in_hand.values(), *([self._loop] if self._loop else [])]
        self._loop = None
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=self.stop_seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=0.1)

    def wake(self) -> None:
        """A turn was committed that put letters."""
        self._wake.set()

    async def deliver_due(self, now: datetime) -> int:
        """Send all that is due at `now` and may go; how many messages' fates were stored.

        For a house whose clock moves by command; beside `start` it is not needed. Raises
        StorageDown and Overloaded.
        """
        await self._recover(now)
        settled = 0
        while waiting := await self._look(now):
            works = [self._work_off(channel, ids, now) for channel, ids in waiting.items()]
            done = sum(await asyncio.gather(*works))
            settled += done
            if not done:
                break
        return settled

    async def _work_off(self, channel: str, ids: deque[int], now: datetime) -> int:
        done = 0
        while ids:
            together = [ids.popleft() for _ in range(min(self._width(channel), len(ids)))]
            runs = [self._runner.run(row_id, now) for row_id in together]
            done += sum(await asyncio.gather(*runs))
        return done

    async def _keep_delivering(self) -> None:
        while not self._runner.is_stopping:
            self._wake.clear()
            self._has_settled = False
            try:
                await self._round(self.now())
            except (StorageDown, Overloaded) as busy:
                log.warning("courier: %s, trying again", type(busy).__name__)
            except Exception:  # nothing ever stops the courier
                log.exception("courier: a round broke")
            with suppress(TimeoutError):
                async with asyncio.timeout(_LONGEST_PAUSE):
                    await self._wake.wait()
            await asyncio.sleep(_AFTER_ONE if self._has_settled else _SHORTEST_PAUSE)

    async def _round(self, now: datetime) -> None:
        """Hand out what waits."""
        if self._recovered_at is None or now - self._recovered_at >= _RECOVER_EVERY:
            self._recovered_at = now
            await self._recover(now)
        self._waiting = await self._look(now)
        for channel in list(self._waiting):
            self._hand_out(channel)

    def _hand_out(self, channel: str) -> None:
        ids = self._waiting.get(channel)
        while ids and self._busy[channel] < self._width(channel) and not self._runner.is_stopping:
            row_id = ids.popleft()
            if row_id in self._in_hand:
                continue
            self._busy[channel] += 1
            self._in_hand[row_id] = asyncio.create_task(self._carry(row_id, channel))

    async def _carry(self, row_id: int, channel: str) -> None:
        is_done = False
        try:
            is_done = await self._runner.run(row_id, self.now())
        except (StorageDown, Overloaded) as busy:
            log.warning("outbox %d: not leased, %s", row_id, type(busy).__name__)
            self._waiting.clear()  # the next round asks again
        finally:
            self._busy[channel] -= 1
            del self._in_hand[row_id]
            self._hand_out(channel)
        if is_done and not self._waiting.get(channel):
            self._has_settled = True
            self._wake.set()

    async def _look(self, now: datetime) -> dict[str, deque[int]]:
        """What may be sent now, by channel, oldest first; one message per contact."""
        silent = [name for name in self.channels if not self._is_ready(name, now)]
        rows = await self.storage.read(
            lambda work: outbox.waiting(work, now, _MOST_WAITING, silent)
        )
        waiting: dict[str, deque[int]] = {}
        for row_id, channel in rows:
            waiting.setdefault(channel, deque()).append(row_id)
        return waiting

    def _is_ready(self, channel: str, now: datetime) -> bool:
        if self.channels[channel].is_ready():
            self._seen_not_ready.pop(channel, None)
            return True
        seen = self._seen_not_ready.setdefault(channel, now)
        if now - seen < _LOOK_THROUGH:
            return False
        self._seen_not_ready[channel] = now
        return True

    async def _recover(self, now: datetime) -> None:
        """Messages whose sender died are of unknown fate; not while our own wait for the disk."""
        if self._runner.unstored:
            return
        snapshot = self.snapshot()

        async def turn(work: UnitOfWork) -> None:
            office = Office(work, snapshot, now)
            for owner in filter(is_gone, await leases.owners(work)):
                await leases.end(work, owner)
            for message in await outbox.lost(work, now):
                log.warning("outbox %d: its sender died, fate unknown", message.id)
                await tell_of_doubt(office, message)

        await self.storage.run(turn)

    def _width(self, channel: str) -> int:
        return self.widths.get(channel, SIDE_BY_SIDE)
