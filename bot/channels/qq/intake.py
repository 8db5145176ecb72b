"""Events handed to the house, and its answer to QQ: the same for webhook and gateway."""

import asyncio
import logging
from collections.abc import Coroutine
from datetime import datetime
from enum import StrEnum

from bot.channels.base import Answer, Busy, ChannelContext
from bot.channels.parts.calls import NotTaken, OutcomeUnknown
from bot.channels.parts.tokens import NoToken
from bot.channels.parts.wire import JsonObject
from bot.channels.qq.api import ApiRefusal
from bot.channels.qq.client import Client
from bot.channels.qq.events import NAME, read_event
from bot.channels.qq.news import read_news
from bot.channels.qq.notices import note
from bot.channels.qq.speaking import Speaker
from bot.channels.qq.threads import Thread
from bot.domain.calendar import CHINA
from bot.domain.messages import ContactRef, InboundMessage, MessageKind

PATIENCE = 2.5
"""Seconds in which a turn should be stored; the platform names no limit of its own."""

_TAP_PATIENCE = 1.5  # a tap must be acknowledged within 3 s (sheet section 6)
_STOP_SECONDS = 1.5
_DONE, _FAILED = 0, 1
log = logging.getLogger(__name__)


class Taken(StrEnum):
    """What became of an event. BUSY: also a turn that takes too long; deliver it again."""

    STORED = "stored"
    BUSY = "busy"
    BROKEN = "broken"


class Intake:
    """Takes the events of one bot. `patience` in seconds."""

    def __init__(
        self, context: ChannelContext, client: Client, speaker: Speaker, patience: float
    ) -> None:
        self._context = context
        self._client, self._speaker = client, speaker
        self._patience = patience
        self._under_way: set[asyncio.Task[None]] = set()
        speaker.when_switched = self._report_switch

    async def take(self, event: JsonObject) -> Taken:
        """Handle one event; STORED also where nothing is to be stored."""
        staff_group, now = self._context.settings().staff_group, self._context.now()
        note(event, self._speaker.limits, staff_group)
        heard = read_event(event, staff_group, now)
        if heard is None:
            news = read_news(event, staff_group, now)
            return Taken.STORED if news is None else await self._tell(news)
        # Open before the turn: what the turn writes may leave by the courier at once.
        address = (heard.message.room or heard.message.contact).address
        thread = self._speaker.threads.open(address, heard.source, heard.window)
        turn = asyncio.ensure_future(self._ask(heard.message))
        if heard.interaction:
            self._begin(self._acknowledge(heard.interaction, turn))
        finished, _ = await asyncio.wait((turn,), timeout=self._patience)
        if not finished:
            log.warning("qq: a turn took longer than %.1f s", self._patience)
            self._begin(self._answer_late(address, thread, turn))
            return Taken.BUSY
        answer = turn.result()
        if isinstance(answer, Taken):
            return answer
        self._give(address, thread, answer)
        return Taken.STORED

    async def stop(self) -> None:
        """Wait for the answers under way, as far as a short time allows."""
        if not self._under_way:
            return
        _, late = await asyncio.wait(self._under_way, timeout=_STOP_SECONDS)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=0.2)

    async def _tell(self, news: InboundMessage) -> Taken:
        """Nothing is answered to news; telling them twice changes nothing."""
        try:
            async with asyncio.timeout(self._patience):
                told = await self._ask(news)
        except TimeoutError:
            return Taken.BUSY
        return told if isinstance(told, Taken) else Taken.STORED

    def _report_switch(self, address: str, is_on: bool) -> None:
        """What the platform answered to a send says it as well as an event would."""
        kind = MessageKind.PUSH_ON if is_on else MessageKind.PUSH_OFF
        now = self._context.now()
        contact, at = ContactRef(NAME, address), datetime.fromtimestamp(now, CHINA)
        key = f"{NAME}:{kind.value}:{address}:{int(now)}"
        self._begin(self._report(InboundMessage(key, contact, kind, "", at)))

    async def _report(self, news: InboundMessage) -> None:
        if await self._tell(news) is not Taken.STORED:
            log.warning("qq: a switch could not be noted")

    async def _ask(self, message: InboundMessage) -> Answer | Taken:
        """The answer of the house, or why there is none."""
        try:
            return await self._context.receive(message)
        except Busy:
            return Taken.BUSY
        except Exception:
            log.exception("qq: the house failed on a message")
            return Taken.BROKEN

    def _give(self, address: str, thread: Thread, answer: Answer) -> None:
        if any(answer.texts):
            self._begin(self._answer(address, thread, answer))
        else:
            answer.done()

    async def _answer(self, address: str, thread: Thread, answer: Answer) -> None:
        """`done` only when the platform has it; otherwise the courier takes over."""
        texts = tuple(filter(None, answer.texts))
        if await self._speaker.answer(address, thread, texts):
            answer.done()

    async def _answer_late(
        self, address: str, thread: Thread, turn: "asyncio.Future[Answer | Taken]"
    ) -> None:
        answer = await turn
        if isinstance(answer, Answer):
            self._give(address, thread, answer)

    async def _acknowledge(self, interaction: str, turn: "asyncio.Future[Answer | Taken]") -> None:
        """Let the button stop turning: once, within three seconds, whatever the turn does."""
        await asyncio.wait((turn,), timeout=_TAP_PATIENCE)
        failed = turn.done() and isinstance(turn.result(), Taken)
        words: JsonObject = {"code": _FAILED if failed else _DONE}
        try:
            await self._client.call("PUT", f"/interactions/{interaction}", words)
        except (ApiRefusal, NotTaken, OutcomeUnknown, NoToken) as trouble:
            log.warning("qq: a tap was not acknowledged: %s", trouble)

    def _begin(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(_logged(work))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)


async def _logged(work: Coroutine[object, object, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("qq: an answer broke")
