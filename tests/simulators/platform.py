"""What the fake platforms share: a clock, an API server that can fall and rise, a life around it.

It shares no code with the product.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from email.utils import formatdate
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web


class MovableClock:
    """Unix seconds that move only when told to."""

    def __init__(self, at: float = 1767225600.0) -> None:
        self.at = at

    def __call__(self) -> float:
        """The time now."""
        return self.at

    def advance(self, seconds: float) -> None:
        """Go forward."""
        self.at += seconds


class ApiServer:
    """A platform's API on loopback; `calls` counts the calls by a name for each.

    `clock`: what its answers say the time is (unix seconds), where that is not this machine's.
    """

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.clock: Callable[[], float] | None = None
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self._port}"

    def routes(self) -> Iterable[web.RouteDef]:
        """What it serves."""
        raise NotImplementedError

    async def start(self) -> None:
        """Listen; the same port again after `stop`."""
        app = web.Application()
        app.router.add_routes(self.routes())
        app.on_response_prepare.append(self._tell_the_time)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]

    async def _tell_the_time(self, _request: web.Request, answer: web.StreamResponse) -> None:
        if self.clock is not None:
            answer.headers["Date"] = formatdate(self.clock(), usegmt=True)

    async def stop(self) -> None:
        """Hang up on everybody: connections are refused until `start`."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
            await asyncio.sleep(0.01)  # so that idle clients notice that their connection is gone


class Platform:
    """A platform that pushes over HTTP while it is entered; `server` is its API."""

    def __init__(self, server: ApiServer) -> None:
        self._server = server
        self._session: aiohttp.ClientSession | None = None

    @property
    def http(self) -> aiohttp.ClientSession:
        """With which it pushes, over as many connections as it likes."""
        assert self._session is not None
        return self._session

    @property
    def calls(self) -> Counter[str]:
        """API calls so far."""
        return self._server.calls

    async def __aenter__(self) -> Self:
        await self._server.start()
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.http.close()
        await self._server.stop()
