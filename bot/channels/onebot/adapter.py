"""The OneBot channel: doors in, sends out, and which socket is ours."""

import asyncio
import logging
import math
import time
from collections.abc import Coroutine

from aiohttp import web
from msgspec import Struct

from bot.channels.base import Answer, Busy, ChannelContext, SendResult
from bot.channels.onebot.account import Account
from bot.channels.onebot.doors import check_token, read_signed
from bot.channels.onebot.events import (
    NAME,
    Rooms,
    is_message,
    key_begin,
    parse_message,
    parse_news,
)
from bot.channels.onebot.missed import Missed
from bot.channels.onebot.speaking import Speaker
from bot.channels.onebot.wire import Wire
from bot.channels.parts import fitting
from bot.channels.parts.callbacks import Refused, guarded
from bot.channels.parts.intake import Intake
from bot.channels.parts.wire import JsonObject, is_number, number_in, parse_object
from bot.domain.messages import CHAT_NEWS, InboundMessage, OutboundMessage, Route

PATH = "/onebot"
ALIAS = "/onebot/v11/ws"
STALE_SECONDS = 300
LONGEST_TEXT = 1500
CLOSE_SECONDS = 1.2

log = logging.getLogger(__name__)


class Timing(Struct, frozen=True):
    """How long things may take, in seconds."""

    answer: float = 15.0
    ping: float = 30.0
    busy_delays: tuple[float, ...] = (0.2, 0.5, 1.0, 2.0)


class OneBotAdapter:
    """One QQ account behind a protocol end that connects to us."""

    def __init__(self, token: str, context: ChannelContext, timing: Timing = Timing()) -> None:
        self._token = token
        self._context = context
        self._timing = timing
        self._speaker = Speaker(
            lambda: context.settings().onebot_min_interval, context.now, timing.answer
        )
        self._intake = Intake(NAME, self._receive, timing.busy_delays, self._speaker.give)
        self._missed = Missed(context.tokens, context.now)
        self._tasks: set[asyncio.Task[None]] = set()
        self._watch: asyncio.TimerHandle | None = None

    def routes(self) -> list[web.RouteDef]:
        """The reverse WebSocket under both paths, and the HTTP POST."""
        return [
            web.get(PATH, guarded(NAME, self._connect), allow_head=False),
            web.get(ALIAS, guarded(NAME, self._connect), allow_head=False),
            web.post(PATH, guarded(NAME, self._post)),
        ]

    async def start(self) -> None:
        """Begin handing messages to the house."""
        self._intake.start()

    async def stop(self) -> None:
        """Close the socket and store what has come, within two seconds."""
        wire, self._speaker.wire = self._speaker.wire, None
        self._watch_heartbeats(math.inf)
        if wire is not None:
            self._begin(wire.close())
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=CLOSE_SECONDS)
        await self._intake.stop()
        await self._speaker.stop()

    def fits(self, texts: tuple[str, ...]) -> int:
        """How many leading `texts` one message carries; the rest waits in the outbox."""
        return fitting.fits(texts, LONGEST_TEXT)

    def state(self) -> str:
        """disconnected, account_offline, silent (no heartbeats) or connected."""
        if self._speaker.wire is None:
            return "disconnected"
        if not self._speaker.account.is_online:
            return "account_offline"
        return "silent" if self._speaker.account.is_silent(time.monotonic()) else "connected"

    def is_ready(self) -> bool:
        """Only while the account speaks."""
        return self.state() == "connected"

    async def send(self, message: OutboundMessage, route: Route) -> SendResult:
        """Say `message` in its group or private chat, in turn."""
        png = await self._context.draw(message) if message.picture else None
        return await self._speaker.send(message, png)

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        check_token(request, self._token)
        if request.headers.get("X-Client-Role", "Universal").lower() != "universal":
            raise Refused(400, "role_is_not_universal")
        wire = Wire(self._take, self._timing.ping)
        if not wire.socket.can_prepare(request):
            raise Refused(426, "no_upgrade")
        await wire.open(request)
        self._adopt(wire)
        self._begin(self._catch_up(wire))
        try:
            await wire.read()
        finally:
            if self._speaker.wire is wire:
                self._speaker.wire = None
                self._watch_heartbeats(math.inf)
                log.warning("onebot: disconnected")
        return wire.socket

    def _adopt(self, wire: Wire) -> None:
        """The newest socket wins: the old one may be half open and would block the way back."""
        old, self._speaker.wire = self._speaker.wire, wire
        self._speaker.account = Account()
        if old is not None:
            log.warning("onebot: a second socket took the place of the first")
            self._begin(old.close())
        log.info("onebot: connected")

    def _begin(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _catch_up(self, wire: Wire) -> None:
        """What the staff group said while nobody was connected."""
        channel, _, group = self._context.settings().staff_group.partition(":")
        if channel != NAME or not is_number(group):
            return
        try:
            events = await self._missed.fetch(wire, group)
        except Exception:  # the database is away: then nothing could be stored either
            log.warning("onebot: what was missed cannot be fetched")
            return
        for event in events:
            message = self._parse(event)
            if message is not None:
                self._intake.put(message)

    def _take(self, event: JsonObject) -> None:
        """One event from the socket; must not wait, answers share the socket."""
        now = time.monotonic()
        self._speaker.account.note(event, now)
        self._watch_heartbeats(self._speaker.account.silent_in(now))
        message = self._heed(event)
        if message is not None:
            self._intake.put(message)

    def _heed(self, event: JsonObject) -> InboundMessage | None:
        """What of an event is for the house: a message, or news."""
        if is_message(event):
            return self._parse(event)
        if event.get("notice_type") in ("group_recall", "friend_recall"):
            self._intake.withdraw(f"{key_begin(event)}:")
        return parse_news(event, self._rooms())

    def _watch_heartbeats(self, seconds: float) -> None:
        """Tell the operator, once, when no heartbeat came for that long (sheet section 4)."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        if 0 < seconds < math.inf:
            loop = asyncio.get_running_loop()
            self._watch = loop.call_later(seconds, _warn_of_silence)

    def _parse(self, event: JsonObject) -> InboundMessage | None:
        return parse_message(event, self._rooms())

    def _rooms(self) -> Rooms:
        settings = self._context.settings()
        return Rooms(settings.staff_group, settings.onebot_resident_groups)

    async def _receive(self, message: InboundMessage) -> Answer:
        answer = await self._context.receive(message)
        if message.room is not None and not message.passive and message.kind not in CHAT_NEWS:
            await self._missed.note(message)
        return answer

    async def _post(self, request: web.Request) -> web.Response:
        event = parse_object(await read_signed(request, self._token))
        if event is None:
            raise Refused(400, "no_json_object")
        message = self._heed(event)
        if message is not None:
            self._refuse_stale(event)
            await self._deliver(message)
        return web.Response(status=204)

    def _refuse_stale(self, event: JsonObject) -> None:
        """Whoever saw a signed body can send it again; after five minutes it is refused."""
        if self._context.now() - (number_in(event, "time") or 0) > STALE_SECONDS:
            raise Refused(403, "stale")

    async def _deliver(self, message: InboundMessage) -> None:
        try:
            answer = await self._receive(message)
        except Busy:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "1"}) from None
        self._speaker.give(message, answer)  # a JSON answer would be a quick operation


def _warn_of_silence() -> None:
    log.error("onebot: alert: three heartbeats stayed away, messages wait")
