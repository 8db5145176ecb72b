"""A house with one door for the WeChat channel's tests: it notes what it is told and answers."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.channels.base import Answer, ChannelContext
from bot.channels.wechat import create
from bot.channels.wechat.adapter import WeChatChannel
from bot.config.model import ChannelSettings
from bot.domain.messages import InboundMessage
from tests.simulators.wechat import FakeWeChat, MovableClock


class SharedTokens:
    """The token table of several processes."""

    def __init__(self, now: MovableClock) -> None:
        self._now = now
        self.tokens: dict[str, tuple[str, float]] = {}
        self.leases: dict[str, float] = {}

    async def load(self, name: str) -> tuple[str, float] | None:
        """What is stored."""
        return self.tokens.get(name)

    async def save(self, name: str, value: str, expires_at: float) -> None:
        """Store."""
        self.tokens[name] = (value, expires_at)

    async def lease(self, name: str, seconds: float) -> bool:
        """True for one at a time."""
        if self._now() < self.leases.get(name, 0.0):
            return False
        self.leases[name] = self._now() + seconds
        return True


class House:
    """Receives messages; `answers` are the texts by what was said."""

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
        self.settings = ChannelSettings()

    async def receive(self, message: InboundMessage) -> Answer:
        """The door."""
        self.received.append(message)
        await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        texts = self.answers.get(message.text, self.default)
        return Answer(texts, done=lambda: self.done.append(message.key))

    def context(self, env: Mapping[str, str]) -> ChannelContext:
        """What the channel gets."""
        return ChannelContext(env, lambda: self.settings, self.receive, self.tokens, self.clock)

    def channel(self, env: Mapping[str, str]) -> WeChatChannel:
        """The channel, which must be on."""
        channel = create(self.context(env))
        assert isinstance(channel, WeChatChannel)
        return channel


@asynccontextmanager
async def served(channel: WeChatChannel) -> AsyncIterator[str]:
    """The channel behind a real HTTP server; gives the callback URL."""
    app = web.Application()
    app.add_routes(channel.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await channel.start()
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/wechat"
    finally:
        await channel.stop()
        await runner.cleanup()


@asynccontextmanager
async def town(house: House, **more: str) -> AsyncIterator[tuple[FakeWeChat, WeChatChannel]]:
    """The platform and our channel, connected both ways; `more` overlays variables (AES_KEY=…)."""
    async with FakeWeChat(now=house.clock, timeout=2.0) as platform:
        own = {f"MENTING_WECHAT_{key}": value for key, value in more.items()}
        channel = house.channel(platform.environment() | own)
        async with served(channel) as url:
            platform.callback_url = url
            yield platform, channel
