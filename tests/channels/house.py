"""A house with one door around a channel under test: it notes what it is told and answers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.channels.base import Answer, ChannelAdapter, ChannelContext, Draw, no_picture
from bot.config.model import ChannelSettings
from bot.domain.messages import InboundMessage
from tests.simulators.platform import MovableClock


class SharedTokens:
    """The token table of several processes; `holders`: who holds what, and until when;
    `away_for`: so many more times nobody can be asked who holds something."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.tokens: dict[str, tuple[str, float]] = {}
        self.leases: dict[str, float] = {}
        self.holders: dict[str, tuple[str, float]] = {}
        self.owner = "one process"
        self.away_for = 0
        self.was_away = asyncio.Event()

    def of_process(self, owner: str) -> "SharedTokens":
        """The same table as another process sees it."""
        other = SharedTokens(self._now)
        other.tokens, other.leases, other.holders = self.tokens, self.leases, self.holders
        other.owner = owner
        return other

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

    async def hold(self, name: str, seconds: float) -> bool:
        """True for the process that has it, or takes it from nobody."""
        if self.away_for:
            self.away_for -= 1
            self.was_away.set()
            raise ConnectionError("no database")
        holder, until = self.holders.get(name, ("", 0.0))
        if holder != self.owner and self._now() < until:
            return False
        self.holders[name] = (self.owner, self._now() + seconds)
        return True

    async def let_go(self, name: str) -> None:
        """Somebody else may have it."""
        if self.holders.get(name, ("", 0.0))[0] == self.owner:
            del self.holders[name]


class House:
    """Receives messages; `answers` are the texts by what was said. Knows every key it heard.

    `trouble` is raised at every message; while `gate` is closed, nothing is answered.
    """

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
        self.draw: Draw = no_picture

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
        await self.until(lambda: len(self.done) >= count)

    async def until_received(self, count: int) -> None:
        """Wait until so many messages came, repeats among them; fails after five seconds."""
        await self.until(lambda: len(self.received) >= count)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something that came has made it so; fails after five seconds."""
        async with asyncio.timeout(5):
            while not is_so():
                self.changed.clear()
                await self.changed.wait()

    def context(self, env: Mapping[str, str]) -> ChannelContext:
        """What the channel gets."""
        return ChannelContext(
            env,
            lambda: self.settings,
            self.receive,
            self.tokens,
            self.clock,
            lambda message: self.draw(message),
        )


@asynccontextmanager
async def served(channel: ChannelAdapter, path: str) -> AsyncIterator[str]:
    """The channel behind a real HTTP server; gives the URL of `path`."""
    app = web.Application()
    app.add_routes(channel.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await channel.start()
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}{path}"
    finally:
        await channel.stop()
        await runner.cleanup()
