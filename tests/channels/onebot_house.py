"""A small house around the OneBot channel: a real server, and a door that notes what comes in."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import Answer, Busy, ChannelContext, Draw, SendResult, no_picture
from bot.channels.onebot.adapter import OneBotAdapter, Timing
from bot.config.model import ChannelSettings
from bot.domain.messages import InboundMessage, OutboundMessage, Purpose, Route, group_ref
from tests.channels.house import SharedTokens

TOKEN = "test-secret"
NOW = 1795395600.0
CARD = OutboundMessage(
    id=1, to=group_ref("onebot", "700000001"), text="A102 居住证", purpose=Purpose.CARD
)


class House:
    """The channel with a recording `receive`; `busy` is how often it turns messages away."""

    def __init__(self, timing: Timing) -> None:
        self.clock = NOW
        self.tokens = SharedTokens(lambda: self.clock)
        self.settings = ChannelSettings(staff_group="onebot:700000001", onebot_min_interval=0)
        self.draw: Draw = no_picture
        self.busy = 0
        self.faults = 0
        self.texts: tuple[str, ...] = ()
        self.answered = 0
        self.waiting = 0
        self.received = asyncio.Queue[InboundMessage]()
        self._open = asyncio.Event()
        self._open.set()
        self.channel = OneBotAdapter(TOKEN, self.context({}), timing)
        self.url = ""

    def context(self, env: Mapping[str, str]) -> ChannelContext:
        return ChannelContext(
            env,
            lambda: self.settings,
            self._receive,
            self.tokens,
            lambda: self.clock,
            lambda message: self.draw(message),
        )

    def hold(self) -> None:
        """Let `receive` take its time until `release`."""
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    def state(self) -> str:
        return self.channel.state()

    async def wait_state(self, wanted: str) -> None:
        """Give the loop turns until the channel says `wanted`."""
        async with asyncio.timeout(5):
            while self.channel.state() != wanted:  # noqa: ASYNC110 - asked as /healthz asks
                await asyncio.sleep(0)

    async def send(self, message: OutboundMessage) -> SendResult:
        return await self.channel.send(message, Route.PUSH)

    async def next_message(self) -> InboundMessage:
        async with asyncio.timeout(5):
            return await self.received.get()

    def nothing_else_came(self) -> bool:
        return self.received.empty()

    async def _receive(self, message: InboundMessage) -> Answer:
        self.waiting += 1
        await self._open.wait()
        self.waiting -= 1
        if self.busy:
            self.busy -= 1
            raise Busy
        if self.faults:
            self.faults -= 1
            raise ZeroDivisionError
        self.received.put_nowait(message)
        return Answer(self.texts, self._note_answered)

    def _note_answered(self) -> None:
        self.answered += 1


@asynccontextmanager
async def open_house(answer: float = 5.0) -> AsyncIterator[House]:
    """A running house; `answer` is how long a send waits for its answer, in seconds."""
    house = House(Timing(answer=answer, busy_delays=(0.0, 0.0, 0.0)))
    app = web.Application()
    app.add_routes(house.channel.routes())
    async with TestServer(app) as server:
        house.url = str(server.make_url("/onebot"))
        await house.channel.start()
        try:
            yield house
        finally:
            await house.channel.stop()
