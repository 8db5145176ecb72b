"""Saying something over the QQ account: answers at once, everything else from the outbox."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable

from bot.channels.base import Answer, SendOutcome, SendResult
from bot.channels.onebot.account import Account
from bot.channels.onebot.actions import Action, read_result, say, show
from bot.channels.onebot.pacing import LONGEST_WAIT, Pacer
from bot.channels.onebot.wire import NoAnswer, NotSent, Wire
from bot.channels.parts.fitting import JOINT
from bot.domain.messages import InboundMessage, OutboundMessage

RECONNECT_SECONDS = 5.0
MUTED_SECONDS = 60.0
# Together shorter than the grace after which the courier takes an answer over (15 s).
_PACE_SECONDS, _ANSWER_SECONDS = 4.0, 8.0
_MOST_REMEMBERED = 20_000
log = logging.getLogger(__name__)


class Speaker:
    """Speaks through the newest `wire`. `interval`: seconds between two sends; `now`: unix seconds;
    `patience`: how long a send waits for its answer, in seconds."""

    def __init__(
        self, interval: Callable[[], float], now: Callable[[], float], patience: float
    ) -> None:
        self.wire: Wire | None = None
        self.account = Account()
        self._interval, self._now, self._patience = interval, now, patience
        self._pacer = Pacer(time.monotonic)
        self._answered: OrderedDict[str, None] = OrderedDict()
        self._under_way: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        """Give up the answers under way: the courier has those that were not sent."""
        for task in self._under_way:
            task.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way)

    async def send(self, message: OutboundMessage, png: bytes | None = None) -> SendResult:
        """Say a message of the outbox, in turn; `read_result` has the outcomes.

        `png` shows it instead. A picture that is surely refused is followed by the words.
        """
        if png is not None:
            shown = await self._send(message, show(message.to.address, message.caption, png))
            if shown.outcome is not SendOutcome.UNREACHABLE:
                return shown
        return await self._send(message, say(message.to.address, message.text, message.mention))

    async def _send(self, message: OutboundMessage, action: Action | None) -> SendResult:
        if action is None:
            return SendResult(SendOutcome.UNREACHABLE, reason="bad_address")
        refusal = self._refuse_now(action) or self._refuse_wait()
        if refusal is not None:
            return refusal
        await self._pacer.take_turn(self._interval())
        if message.expires_at and message.expires_at.timestamp() <= self._now():
            return _retry("expired", 0.0)
        return self._refuse_now(action) or await self._call(action, self._patience)

    def give(self, message: InboundMessage, answer: Answer) -> None:
        """Answer a message that was just stored, once; what cannot go now leaves by the outbox."""
        if not any(answer.texts):
            answer.done()
        elif message.key not in self._answered:
            self._answered[message.key] = None
            if len(self._answered) > _MOST_REMEMBERED:
                self._answered.popitem(last=False)
            task = asyncio.create_task(self._answer(message, answer))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _answer(self, message: InboundMessage, answer: Answer) -> None:
        """`done` also where nobody knows whether it arrived: it must not be said twice."""
        address = (message.room or message.contact).address
        action = say(address, JOINT.join(filter(None, answer.texts)), None)
        if action is None or self._refuse_now(action):
            return
        try:
            async with asyncio.timeout(_PACE_SECONDS):
                await self._pacer.take_turn(self._interval())
        except TimeoutError:
            return
        result = await self._call(action, min(self._patience, _ANSWER_SECONDS))
        if result.outcome in (SendOutcome.SENT, SendOutcome.UNKNOWN):
            answer.done()

    async def _call(self, action: Action, patience: float) -> SendResult:
        if self.wire is None:
            return _retry("disconnected", RECONNECT_SECONDS)
        try:
            result = read_result(await self.wire.call(action, patience))
        except NotSent:
            return _retry("disconnected", RECONNECT_SECONDS)
        except NoAnswer as loss:
            return SendResult(SendOutcome.UNKNOWN, reason=str(loss))
        if result.outcome is SendOutcome.UNREACHABLE:
            log.error("onebot: alert: %s was refused, %s", action.name, result.reason)
        return result

    def _refuse_now(self, action: Action) -> SendResult | None:
        if self.wire is None:
            return _retry("disconnected", RECONNECT_SECONDS)
        if not self.account.is_online:
            return _retry("account_offline", RECONNECT_SECONDS)
        if self.account.is_muted(action.group, time.monotonic()):
            return _retry("muted", MUTED_SECONDS)
        return None

    def _refuse_wait(self) -> SendResult | None:
        """A send that waited long here could be claimed by another sender meanwhile."""
        ahead = self._pacer.wait_ahead(self._interval())
        return _retry("paced", ahead) if ahead > LONGEST_WAIT else None


def _retry(reason: str, seconds: float) -> SendResult:
    return SendResult(SendOutcome.RETRY, retry_after=seconds, reason=reason)
