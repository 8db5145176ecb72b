"""A house with one door for the QQ channel's tests: it notes what it is told and answers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from itertools import count
from typing import NamedTuple

from aiohttp import web

from bot.channels.base import Answer, ChannelContext
from bot.channels.qq.adapter import QqChannel, Timing
from bot.channels.qq.credentials import from_environment
from bot.config.model import ChannelSettings
from bot.domain.messages import ContactRef, InboundMessage, OutboundMessage, Purpose
from tests.channels.wechat_house import SharedTokens
from tests.simulators.qq import FakeQq
from tests.simulators.wechat import MovableClock

USER = "U0001"
GROUP = "G0001"
MEMBER = "M0001"
_NUMBERS = count(1)
QUICK = Timing(pauses=(0.01,))


class House:
    """Receives messages; `answers` are the texts by what was said. Knows every key it heard."""

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.tokens = SharedTokens(clock)
        self.received: list[InboundMessage] = []
        self.done: list[str] = []
        self.answers: dict[str, tuple[str, ...]] = {}
        self.default: tuple[str, ...] = ("您好",)
        self.trouble: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.changed = asyncio.Event()
        self.settings = ChannelSettings()

    async def receive(self, message: InboundMessage) -> Answer:
        """The door."""
        self.received.append(message)
        self.changed.set()
        await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        texts = self.answers.get(message.text, self.default)
        return Answer(texts, done=lambda: self._note(message.key))

    def _note(self, key: str) -> None:
        self.done.append(key)
        self.changed.set()

    async def until_done(self, count: int = 1) -> None:
        """Wait until so many answers were handed over; fails after five seconds."""
        await self._until(lambda: len(self.done) >= count)

    async def until_received(self, count: int) -> None:
        """Wait until so many messages came, repeats among them; fails after five seconds."""
        await self._until(lambda: len(self.received) >= count)

    async def _until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not is_so():
                self.changed.clear()
                await self.changed.wait()

    def context(self, env: Mapping[str, str]) -> ChannelContext:
        """What the channel gets."""
        return ChannelContext(env, lambda: self.settings, self.receive, self.tokens, self.clock)

    def channel(self, env: Mapping[str, str], timing: Timing = QUICK) -> QqChannel:
        """The channel, which must be on."""
        credentials = from_environment(env)
        assert credentials is not None
        return QqChannel(credentials, self.context(env), timing)


class Scene(NamedTuple):
    """A town with one bot."""

    house: House
    platform: FakeQq
    channel: QqChannel


@asynccontextmanager
async def served(channel: QqChannel) -> AsyncIterator[str]:
    """The channel behind a real HTTP server; gives the callback URL."""
    app = web.Application()
    app.add_routes(channel.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await channel.start()
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/qq"
    finally:
        await channel.stop()
        await runner.cleanup()


@asynccontextmanager
async def town(timing: Timing = QUICK, **more: str) -> AsyncIterator[Scene]:
    """The platform and our channel, connected both ways; `more` overlays variables (SECRET=…)."""
    house = House(MovableClock())
    async with FakeQq(now=house.clock) as platform:
        own = {f"MENTING_QQ_{key}": value for key, value in more.items()}
        channel = house.channel(platform.environment() | own, timing)
        async with served(channel) as url:
            platform.callback_url = url
            yield Scene(house, platform, channel)


def letter(
    text: str = "您的预约已确认",
    to: str = USER,
    *,
    purpose: Purpose = Purpose.RESULT,
    mention: str | None = None,
) -> OutboundMessage:
    """A message of the outbox."""
    return OutboundMessage(
        id=next(_NUMBERS), to=ContactRef("qq", to), text=text, purpose=purpose, mention=mention
    )
