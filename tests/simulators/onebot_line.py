"""The line of a OneBot v11 protocol end: it logs in, beats, is lost, comes back, hears calls.

Facts: platform sheet onebot.md, sections 3, 4 and 9.
"""

import asyncio
import contextlib
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Self

import aiohttp

from tests.simulators.onebot_chat import Json

SELF_ID = 3000000001


class OneBotLine(ABC):
    """A reverse WebSocket to `url` as NapCat opens it; who inherits it answers the calls.

    `reconnect_delay` in seconds, None = stay away after a loss. `clock`: unix seconds.
    """

    def __init__(
        self,
        url: str,
        token: str,
        reconnect_delay: float | None,
        clock: Callable[[], float],
    ) -> None:
        self.url = url
        self.token = token
        self.headers = {
            "x-self-id": str(SELF_ID),
            "x-client-role": "Universal",
            "authorization": f"Bearer {token}",
            "user-agent": "OneBot/11",
        }
        self.heartbeat_seconds = 30.0
        self.connected = asyncio.Event()
        self.disconnected = asyncio.Event()
        self.disconnected.set()
        self._reconnect_delay = reconnect_delay
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._life: asyncio.Task[None] | None = None

    @abstractmethod
    async def _answer(self, call: Json) -> None:
        """What the bot asks of the account."""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Connect. Without `reconnect_delay` a refused handshake raises; else it goes on trying."""
        self._session = aiohttp.ClientSession()
        try:
            if self._reconnect_delay is None:
                await self._connect()
        except BaseException:
            await self._session.close()
            raise
        self._life = asyncio.create_task(self._live())

    async def stop(self) -> None:
        """Log out for good."""
        if self._life is not None:
            self._life.cancel()
            await asyncio.wait([self._life])
        if self._session is not None:
            await self._session.close()

    async def drop(self) -> None:
        """Lose the socket."""
        if self._socket is not None:
            await self._socket.close()
        await self.disconnected.wait()

    async def reconnect(self) -> None:
        """Come back after a loss, where `reconnect_delay` is None."""
        await self._connect()
        self._life = asyncio.create_task(self._live())

    async def wait_connected(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Until the bot has accepted us."""
        async with asyncio.timeout(timeout):
            await self.connected.wait()

    async def emit(self, frame: Mapping[str, object] | str) -> None:
        """Send a frame as it is; a mapping gets `time` and `self_id`."""
        if self._socket is None:
            raise ConnectionError("the fake protocol end is not connected")
        if not isinstance(frame, str):
            frame = json.dumps({"time": int(self._clock()), "self_id": SELF_ID, **frame})
        await self._socket.send_str(frame)

    async def beat(self, *, online: bool = True) -> None:
        """One heartbeat."""
        status = {"online": online, "good": True}
        interval = int(self.heartbeat_seconds * 1000)
        await self.emit(
            {"post_type": "meta_event", "meta_event_type": "heartbeat"}
            | {"status": status, "interval": interval}
        )

    async def _connect(self) -> None:
        assert self._session is not None
        self._socket = await self._session.ws_connect(self.url, headers=self.headers)
        self.disconnected.clear()
        lifecycle = {"meta_event_type": "lifecycle", "sub_type": "connect"}
        await self.emit({"post_type": "meta_event", **lifecycle})
        await self.beat()
        self.connected.set()

    async def _live(self) -> None:
        while True:
            try:
                if self._socket is None:
                    await self._connect()
                await self._serve()
            except (aiohttp.ClientError, OSError):
                pass
            finally:
                await self._leave()
            if self._reconnect_delay is None:
                return
            await asyncio.sleep(self._reconnect_delay)

    async def _leave(self) -> None:
        socket, self._socket = self._socket, None
        self.connected.clear()
        self.disconnected.set()
        if socket is not None:
            await socket.close()

    async def _serve(self) -> None:
        assert self._socket is not None
        beating = asyncio.create_task(self._beat_on())
        try:
            async for frame in self._socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    await self._answer(json.loads(frame.data))
        finally:
            beating.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beating

    async def _beat_on(self) -> None:
        while True:
            await asyncio.sleep(self.heartbeat_seconds)
            with contextlib.suppress(ConnectionError):
                await self.beat()
