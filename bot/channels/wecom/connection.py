"""Keeps the one long connection of a robot: who of several processes holds it, and coming back."""

import asyncio
import logging
import random
from contextlib import suppress
from enum import StrEnum

import aiohttp
from msgspec import Struct

from bot.channels.parts.calls import Connections, NotTaken, OutcomeUnknown
from bot.channels.parts.certificates import trusted
from bot.channels.parts.seats import SEAT_SECONDS, Seat
from bot.channels.parts.wire import JsonObject, object_in, text_in
from bot.channels.wecom.credentials import Credentials
from bot.channels.wecom.wire import ANSWER_SECONDS, Take, Wire

LARGEST_FRAME = 1 << 20
_STOP_SECONDS, CLOSE_SECONDS = 1.0, 0.5
EVENT = "aibot_event_callback"
log = logging.getLogger(__name__)


class State(StrEnum):
    """How the line is. STANDBY: another process holds it; KICKED: somebody outside took it."""

    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    STANDBY = "standby"
    REFUSED = "refused"
    KICKED = "kicked"


class Timing(Struct, frozen=True):
    """Seconds. `pauses`: before each further try; `refused`: after wrong credentials."""

    ping: float = 30.0
    seat: float = SEAT_SECONDS
    answer: float = ANSWER_SECONDS
    refused: float = 600.0
    pauses: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)


class Connection:
    """The line of one robot; `take` gets every callback but the word that we were replaced."""

    def __init__(
        self,
        credentials: Credentials,
        connections: Connections,
        seat: Seat,
        take: Take,
        timing: Timing,
    ) -> None:
        self._credentials, self._connections = credentials, connections
        self._seat, self._take, self._timing = seat, take, timing
        self._wire: Wire | None = None
        self._state = State.DISCONNECTED
        self._task: asyncio.Task[None] | None = None
        self._failures = 0

    def start(self) -> None:
        """Begin; needs a running loop and open connections."""
        self._task = asyncio.create_task(self._keep_connected())

    async def stop(self) -> None:
        """Hang up, and let another process lead."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait((self._task,), timeout=_STOP_SECONDS)
        self._task = None
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._seat.leave()
        except Exception as trouble:  # the database is away: the time will run out
            log.warning("wecom: the seat is not left: %s", type(trouble).__name__)

    def state(self) -> str:
        """One word for /healthz."""
        return self._state.value

    def is_up(self) -> bool:
        """Whether we may speak."""
        return self._state is State.CONNECTED

    async def call(self, cmd: str, body: JsonObject, req_id: str = "") -> int:
        """The errcode of a call. Raises NotTaken, OutcomeUnknown."""
        code, _ = await self.ask(cmd, body, req_id)
        return code

    async def ask(self, cmd: str, body: JsonObject, req_id: str = "") -> tuple[int, JsonObject]:
        """The errcode of a call and what came with it. Raises NotTaken, OutcomeUnknown."""
        if self._wire is None or not self.is_up():
            raise NotTaken("disconnected")
        return await self._wire.ask(cmd, body, req_id)

    async def _keep_connected(self) -> None:
        while True:
            try:
                await self._once()
            except (NotTaken, OutcomeUnknown, aiohttp.ClientError, OSError) as trouble:
                log.warning("wecom: the line is down: %s", str(trouble) or type(trouble).__name__)
            except Exception:  # nothing ends the listening but the platform's own word
                log.exception("wecom: the line broke")
            if await self._is_over():
                return
            await asyncio.sleep(self._pause())

    async def _is_over(self) -> bool:
        """Who was replaced by a process of this house stands by; by anybody else, it is over:
        coming back would throw them out, in turns for ever (sheet section 3.2)."""
        if self._state is State.CONNECTED:
            self._state = State.DISCONNECTED
        if self._state is not State.KICKED:
            return False
        if await self._seat.take():
            log.error("wecom: alert: another program took this robot; restart to take it back")
            return True
        self._state = State.STANDBY
        return False

    async def _once(self) -> None:
        if not await self._seat.take():
            self._state = State.STANDBY
            return
        self._state = State.DISCONNECTED
        socket = await self._connections.http.ws_connect(
            self._credentials.socket,
            max_msg_size=LARGEST_FRAME,
            ssl=await trusted(self._credentials.socket),
        )
        wire = Wire(socket, self._hear, self._timing.answer)
        reading = asyncio.create_task(wire.read())
        try:
            if await self._subscribe(wire):
                await self._live(wire, reading)
        finally:
            self._wire = None
            reading.cancel()
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await wire.close()

    async def _subscribe(self, wire: Wire) -> bool:
        words: JsonObject = {"bot_id": self._credentials.bot_id, "secret": self._credentials.secret}
        code = await wire.call("aibot_subscribe", words)
        if code != 0:
            self._state = State.REFUSED
            log.error("wecom: alert: the robot's id or secret is refused, %d", code)
            return False
        self._wire, self._state, self._failures = wire, State.CONNECTED, 0
        log.info("wecom: connected")
        return True

    async def _live(self, wire: Wire, reading: "asyncio.Task[None]") -> None:
        """Until the socket ends, the platform falls silent, or another process leads."""
        others = (asyncio.create_task(self._ping(wire)), asyncio.create_task(self._lead()))
        try:
            await asyncio.wait((reading, *others), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in others:
                task.cancel()
            await asyncio.wait(others)

    async def _ping(self, wire: Wire) -> None:
        """A sign of life, until one is not answered."""
        with suppress(NotTaken, OutcomeUnknown):
            while True:
                await asyncio.sleep(self._timing.ping)
                await wire.call("ping")

    async def _lead(self) -> None:
        await self._seat.keep()
        log.warning("wecom: another process holds the line now")

    def _hear(self, cmd: str, req_id: str, body: JsonObject) -> None:
        if cmd == EVENT and text_in(object_in(body, "event"), "eventtype") == "disconnected_event":
            self._state = State.KICKED
        else:
            self._take(cmd, req_id, body)

    def _pause(self) -> float:
        if self._state is State.REFUSED:
            return self._timing.refused
        if self._state is State.STANDBY:
            return self._seat.pause
        pause = self._timing.pauses[min(self._failures, len(self._timing.pauses) - 1)]
        self._failures += 1
        return pause * random.uniform(0.5, 1)  # noqa: S311 - no secret
