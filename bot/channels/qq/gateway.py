"""The gateway: events over a WebSocket of ours, for houses without a public address (sheet, 4)."""

import asyncio
import logging
import random
from collections.abc import Sequence
from contextlib import suppress

import aiohttp

from bot.channels.parts.calls import NotTaken, OutcomeUnknown
from bot.channels.parts.seats import Seat
from bot.channels.parts.tokens import AccessTokens, NoToken
from bot.channels.parts.wire import JsonObject, text_in
from bot.channels.qq import frames
from bot.channels.qq.api import ApiRefusal, QqApi
from bot.channels.qq.client import Client
from bot.channels.qq.connection import Connection, Line
from bot.channels.qq.frames import Next
from bot.channels.qq.intake import Intake, Taken
from bot.channels.qq.sessions import GatewaySession, GatewaySessionKeeper

LARGEST_FRAME = 1 << 20
_LONGEST_QUEUE = 1000
_MOST_TRIES = 5
_STOP_SECONDS, CLOSE_SECONDS = 1.0, 0.5
PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
log = logging.getLogger(__name__)


class Gateway:
    """Keeps one connection of one bot, in one process of all. `pauses`: seconds before each
    further try, the last for all that follow."""

    def __init__(
        self,
        client: Client,
        sources: tuple[QqApi, AccessTokens],
        intake: Intake,
        keeper: GatewaySessionKeeper,
        seat: Seat,
    ) -> None:
        self._client, self._intake, self._keeper = client, intake, keeper
        self._api, self._tokens = sources
        self._seat = seat
        self.pauses: Sequence[float] = PAUSES
        self._line = Line()
        self._events: asyncio.Queue[tuple[GatewaySession, JsonObject]] = asyncio.Queue(
            _LONGEST_QUEUE
        )
        self._tasks: tuple[asyncio.Task[None], ...] = ()
        self._failures = 0
        self._is_stopped = self._is_standby = False

    async def start(self) -> None:
        """Begin to listen, or to wait for the seat of the process that does."""
        self._tasks = (
            asyncio.create_task(self._keep_connected()),
            asyncio.create_task(self._work()),
        )

    async def stop(self) -> None:
        """Hang up; events that were not handled are replayed at the next start."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_STOP_SECONDS)
            await self._keeper.save()
            await self._seat.leave()
        self._tasks = ()

    def state(self) -> str:
        """`connected`, `disconnected`, `standby` while another process listens, or `stopped` when
        the platform wants us no more."""
        if self._is_stopped:
            return "stopped"
        if self._is_standby:
            return "standby"
        return "connected" if self._line.is_up else "disconnected"

    async def _keep_connected(self) -> None:
        while not self._is_stopped:
            await self._be_seated()
            try:
                verdict = await self._connect()
            except (ApiRefusal, NotTaken, OutcomeUnknown, NoToken) as trouble:
                verdict = self._lost(str(trouble))
            except (aiohttp.ClientError, OSError, TimeoutError, TypeError) as trouble:
                verdict = self._lost(type(trouble).__name__)
            except Exception:  # nothing ends the listening but the platform's own word
                log.exception("qq: the gateway broke")
                verdict = Next.RESUME
            self._learn(verdict)
            pause = self.pauses[min(self._failures, len(self.pauses) - 1)]
            self._failures += 1
            if not self._is_stopped:
                await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - no secret

    async def _be_seated(self) -> None:
        """Wait until we are the one that listens; resume where the one before had come to."""
        if self._seat.is_ours:
            return
        while not await self._seat.take():
            if not self._is_standby:
                log.info("qq: another process listens at the gateway")
            self._is_standby = True
            await asyncio.sleep(self._seat.pause)
        self._is_standby = False
        self._line.session = await self._keeper.load()

    async def _connect(self) -> Next:
        url = text_in(await self._client.call("GET", "/gateway"), "url")
        token = await self._tokens.get()
        socket = await self._api.socket(url, LARGEST_FRAME)
        try:
            verdict = await self._listen(Connection(socket, self._line, self._take), token)
            log.info("qq: the gateway hung up, %s: %s", socket.close_code, verdict)
            return verdict
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await socket.close()

    async def _listen(self, connection: Connection, token: str) -> Next:
        """Until the connection ends, or the seat is another's."""
        reading = asyncio.ensure_future(connection.run(token))
        keeping = asyncio.create_task(self._seat.keep())
        try:
            await asyncio.wait((reading, keeping), return_when=asyncio.FIRST_COMPLETED)
            return (
                reading.result() if reading.done() else self._lost("another process has the seat")
            )
        finally:
            reading.cancel()
            keeping.cancel()
            await asyncio.wait((reading, keeping))

    def _lost(self, why: str) -> Next:
        log.warning("qq: the gateway cannot be reached: %s", why)
        return Next.RESUME

    def _learn(self, verdict: Next) -> None:
        if verdict is not Next.RESUME:
            self._line.session = None
        if verdict is Next.FEWER:
            self._line.intents = frames.FEWER_INTENTS
            log.warning("qq: not entitled to events of members, going on without them")
        if verdict is Next.STOP:
            self._is_stopped = True
            log.error("qq: alert: the gateway refuses this bot for good")

    async def _take(self, session: GatewaySession, event: JsonObject) -> None:
        """Queue one event; while the house is far behind, nothing more is read."""
        self._failures = 0
        await self._events.put((session, event))

    async def _work(self) -> None:
        while True:
            session, event = await self._events.get()
            await self._handle(event)
            try:
                await self._keeper.handled(session)
            except Exception:  # the database is away: the next event stores it too
                log.warning("qq: how far the gateway came is not stored yet")

    async def _handle(self, event: JsonObject) -> None:
        """Until it is stored, however long the house is busy: there is nobody to refuse it to.

        An event on which the house breaks again and again is given up, so that others are heard.
        """
        tries = 0
        while (taken := await self._taken(event)) is not Taken.STORED:
            tries += 1
            if taken is Taken.BROKEN and tries >= _MOST_TRIES:
                log.error("qq: alert: an event was given up")
                return
            await asyncio.sleep(self.pauses[min(tries - 1, 3, len(self.pauses) - 1)])

    async def _taken(self, event: JsonObject) -> Taken:
        try:
            return await self._intake.take(event)
        except Exception:  # a fault in one event must not end all listening
            log.exception("qq: an event could not be read")
            return Taken.BROKEN
