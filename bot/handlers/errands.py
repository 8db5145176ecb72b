"""One message's way out: leased, sent outside of any transaction, its fate stored."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from bot.channels.base import ChannelAdapter, SendOutcome, SendResult
from bot.domain.delivery import is_poison
from bot.domain.messages import GROUP_PREFIX, DeliveryState, OutboundMessage
from bot.storage import Overloaded, Storage, StorageDown, UnitOfWork
from bot.usecases import delivery
from bot.usecases.delivery import WAITS, Setback
from bot.usecases.errand import Errand, Lease, mark_unreachable
from bot.usecases.office import Office, Snapshot
from bot.usecases.setting_out import take_up
from bot.usecases.undeliverable import POISON

T = TypeVar("T")
log = logging.getLogger(__name__)

MOST_ERRORS = 5
_BROKE = "error"
_OFF = "channel_off"
_OFF_PAUSE = 60.0
_SHUN = timedelta(minutes=1)
_STORE_PAUSES = (0.1, 0.2, 0.5, 1.0)


@dataclass(eq=False)
class ErrandRunner:
    """Runs errands for one process, `owner`; `lease` is longer than any send may take.

    `unstored` counts sends whose outcome waits for a database that is down. `is_paced`: the rates
    of the platforms count.
    """

    storage: Storage
    snapshot: Callable[[], Snapshot]
    channels: Mapping[str, ChannelAdapter]
    now: Callable[[], datetime]
    owner: str
    lease: timedelta
    is_paced: bool = False
    is_stopping: bool = False
    unstored: int = 0
    _errors: Counter[int] = field(default_factory=Counter)
    _shunned: dict[int, datetime] = field(default_factory=dict)
    _sent: Counter[str] = field(default_factory=Counter)
    _sent_before: dict[int, int] = field(default_factory=dict)

    async def run(self, row_id: int, now: datetime) -> bool:
        """Bring one message as far as it goes at `now`; True when its fate was stored.

        Raises StorageDown and Overloaded before anything was sent. Whatever else breaks is logged:
        one message must not stop the others.
        """
        if now < self._shunned.get(row_id, now):
            return False
        try:
            return await self._run(row_id, now)
        except (StorageDown, Overloaded):
            raise
        except Exception:
            log.exception("outbox %d: broke", row_id)
            self._shunned[row_id] = now + _SHUN
        return False

    async def _run(self, row_id: int, now: datetime) -> bool:
        fits = {name: channel.fits for name, channel in self.channels.items()}
        lease = Lease(self.owner, now + self.lease, fits, self.is_paced)
        errand = await self._turn(lambda office: take_up(office, row_id, lease), now)
        if errand is None:
            return False
        while errand.settled is None:
            result = self._judged(errand, await self._send(errand))
            errand = await self._conclude(errand, result, max(now, self.now()))
        if errand.settled is not DeliveryState.RETRY:
            self._errors.pop(row_id, None)
            self._sent_before.pop(row_id, None)
        _report(errand, errand.settled, errand.reason)
        return True

    async def _send(self, errand: Errand) -> SendResult:
        if self.is_stopping:
            return SendResult(SendOutcome.RETRY, reason="stopping")
        adapter = self.channels.get(errand.message.to.channel)
        if adapter is None:
            return _switched_off(errand.message)
        try:
            return await adapter.send(errand.message, errand.route)
        except Exception:
            log.exception("outbox %d: the channel broke", errand.message.id)
            return self._blame(errand)

    def _judged(self, errand: Errand, result: SendResult) -> SendResult:
        """A message that fails again and again while others go out is given up."""
        channel, number = errand.message.to.channel, errand.message.id
        if result.outcome is SendOutcome.SENT:
            self._sent[channel] += 1
        if result.outcome is not SendOutcome.RETRY or result.reason in WAITS:
            return result
        before = self._sent_before.setdefault(number, self._sent[channel])
        if is_poison(errand.message.attempts, self._sent[channel] - before):
            return SendResult(SendOutcome.UNREACHABLE, reason=POISON)
        return result

    def _blame(self, errand: Errand) -> SendResult:
        """After the fifth error that nobody foresaw the message is given up."""
        self._errors[errand.message.id] += 1
        if self._errors[errand.message.id] < MOST_ERRORS:
            return SendResult(SendOutcome.RETRY, reason=_BROKE)
        return SendResult(SendOutcome.UNREACHABLE, reason=POISON)

    async def _conclude(self, errand: Errand, result: SendResult, now: datetime) -> Errand:
        """Store what became of a send, however long the database is away.

        The platform may have the message: forgetting that would send it twice.
        """
        try:
            return await self._insist(lambda office: self._decide(office, errand, result), now)
        except Exception:
            log.exception("outbox %d: its fate could not be told", errand.message.id)
        plain = result
        if result.outcome not in (SendOutcome.SENT, SendOutcome.UNKNOWN):
            plain = self._blame(errand)
        if plain.outcome is SendOutcome.RETRY:
            return await self._insist(lambda office: self._decide(office, errand, plain), now)
        state = DeliveryState(plain.outcome.value)
        return await self._insist(
            lambda office: delivery.close(office, errand, state, plain.reason), now
        )

    async def _decide(self, office: Office, errand: Errand, result: SendResult) -> Errand:
        if result.outcome is SendOutcome.SENT:
            return await delivery.mark_sent(office, errand, result.platform_id, result.route)
        if result.outcome is SendOutcome.UNKNOWN:
            return await delivery.mark_unknown(office, errand, result.reason)
        if result.outcome is SendOutcome.UNREACHABLE and result.reason == POISON:
            return await mark_unreachable(office, errand, POISON)
        if result.outcome is SendOutcome.UNREACHABLE:
            return await delivery.fall_back(office, errand, result.reason)
        pause = timedelta(seconds=result.retry_after or 0)
        # From a half on: with the courier's own pauses the first retry comes within 5 seconds.
        jitter = random.uniform(0.5, 1)  # noqa: S311 - it spreads retries, it keeps no secret
        return await delivery.put_off(office, errand, Setback(result.reason, pause, jitter))

    async def _insist(self, verb: Callable[[Office], Awaitable[T]], now: datetime) -> T:
        try:
            return await self._turn(verb, now)
        except (StorageDown, Overloaded):
            self.unstored += 1
        try:
            return await self._insist_longer(verb, now)
        finally:
            self.unstored -= 1

    async def _insist_longer(self, verb: Callable[[Office], Awaitable[T]], now: datetime) -> T:
        tries = 0
        while True:
            await asyncio.sleep(_STORE_PAUSES[min(tries, len(_STORE_PAUSES) - 1)])
            tries += 1
            try:
                return await self._turn(verb, now)
            except (StorageDown, Overloaded) as busy:
                log.warning("a sent message is not stored yet: %s", type(busy).__name__)

    async def _turn(self, verb: Callable[[Office], Awaitable[T]], now: datetime) -> T:
        snapshot = self.snapshot()

        async def turn(work: UnitOfWork) -> T:
            return await verb(Office(work, snapshot, now, channels=frozenset(self.channels)))

        return await self.storage.run(turn)


def _switched_off(message: OutboundMessage) -> SendResult:
    """A group can only wait for its channel; a person must not."""
    if message.to.address.startswith(GROUP_PREFIX):
        return SendResult(SendOutcome.RETRY, retry_after=_OFF_PAUSE, reason=_OFF)
    return SendResult(SendOutcome.UNREACHABLE, reason=_OFF)


def _report(errand: Errand, what: SendOutcome | DeliveryState, reason: str) -> None:
    message, way = errand.message, errand.route.value
    log.info("outbox %d: %s by %s: %s %s", message.id, message.to.channel, way, what, reason)
