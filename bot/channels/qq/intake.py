"""Events handed to the house, and its answer to QQ: the same for webhook and gateway."""

import asyncio
import logging
from collections.abc import Coroutine
from enum import StrEnum

from bot.channels.base import Answer, Busy, ChannelContext
from bot.channels.parts.calls import NotTaken, OutcomeUnknown
from bot.channels.parts.tokens import NoToken
from bot.channels.parts.wire import JsonObject
from bot.channels.qq.api import ApiRefusal
from bot.channels.qq.client import Client
from bot.channels.qq.events import Heard, read_event
from bot.channels.qq.notices import note
from bot.channels.qq.speaking import Speaker
from bot.channels.qq.threads import Thread

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

    async def take(self, event: JsonObject) -> Taken:
        """Handle one event; STORED also where nothing is to be stored."""
        staff_group = self._context.settings().staff_group
        heard = read_event(event, staff_group, self._context.now())
        if heard is None:
            note(event, self._speaker.limits, staff_group)
            return Taken.STORED
        # Open before the turn: what the turn writes may leave by the courier at once.
        address = (heard.message.room or heard.message.contact).address
        thread = self._speaker.threads.open(address, heard.source, heard.window)
        turn = asyncio.ensure_future(self._ask(heard))
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

    async def _ask(self, heard: Heard) -> Answer | Taken:
        """The answer of the house, or why there is none."""
        try:
            return await self._context.receive(heard.message)
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
