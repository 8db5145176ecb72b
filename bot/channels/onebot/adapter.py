"""The OneBot channel: doors in, sends out, and which socket is ours."""

import asyncio
import logging
import math
import time
from dataclasses import dataclass

from aiohttp import web

from bot.channels.base import Busy, ChannelContext, SendOutcome, SendResult
from bot.channels.onebot.account import Account
from bot.channels.onebot.actions import Action, read_result, say
from bot.channels.onebot.doors import check_token, guarded, read_signed
from bot.channels.onebot.events import is_message, parse_message
from bot.channels.onebot.link import Link, NoAnswer, NotSent
from bot.channels.onebot.pacing import LONGEST_WAIT, Pacer
from bot.channels.parts.callbacks import Refused
from bot.channels.parts.intake import Intake
from bot.channels.parts.wire import JsonObject, number_in, parse_object
from bot.domain.messages import InboundMessage, OutboundMessage, Route

PATH = "/onebot"
ALIAS = "/onebot/v11/ws"
STALE_SECONDS = 300
RECONNECT_SECONDS = 5.0
MUTED_SECONDS = 60.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timing:
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
        self._intake = Intake("onebot", context.receive, timing.busy_delays)
        self._pacer = Pacer(time.monotonic)
        self._account = Account()
        self._link: Link | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._watch: asyncio.TimerHandle | None = None

    def routes(self) -> list[web.RouteDef]:
        """The reverse WebSocket under both paths, and the HTTP POST."""
        return [
            web.get(PATH, guarded(self._connect), allow_head=False),
            web.get(ALIAS, guarded(self._connect), allow_head=False),
            web.post(PATH, guarded(self._post)),
        ]

    async def start(self) -> None:
        """Begin handing messages to the house."""
        self._intake.start()

    async def stop(self) -> None:
        """Close the socket and store what has come, within two seconds."""
        link, self._link = self._link, None
        self._watch_heartbeats(math.inf)
        if link is not None:
            self._close(link)
        if self._closing:
            await asyncio.wait(self._closing)
        await self._intake.stop()

    def fits(self, texts: tuple[str, ...]) -> int:
        """Nothing: OneBot has no passive reply."""
        return 0

    def state(self) -> str:
        """disconnected, account_offline, silent (no heartbeats) or connected."""
        if self._link is None:
            return "disconnected"
        if not self._account.is_online:
            return "account_offline"
        return "silent" if self._account.is_silent(time.monotonic()) else "connected"

    def is_ready(self) -> bool:
        """Only while the account speaks."""
        return self.state() == "connected"

    async def send(self, message: OutboundMessage, route: Route) -> SendResult:
        """Say `message` in its group or private chat, in turn; `read_result` has the outcomes."""
        action = say(message)
        if action is None:
            return SendResult(SendOutcome.UNREACHABLE, reason="bad_address")
        interval = self._context.settings().onebot_min_interval
        refusal = self._refuse_now(action) or self._refuse_wait(interval)
        if refusal is not None:
            return refusal
        await self._pacer.take_turn(interval)
        if message.expires_at and message.expires_at.timestamp() <= self._context.now():
            return _retry("expired", 0.0)
        return self._refuse_now(action) or await self._call(action)

    async def _call(self, action: Action) -> SendResult:
        if self._link is None:
            return _retry("disconnected", RECONNECT_SECONDS)
        try:
            result = read_result(await self._link.call(action, self._timing.answer))
        except NotSent:
            return _retry("disconnected", RECONNECT_SECONDS)
        except NoAnswer as loss:
            return SendResult(SendOutcome.UNKNOWN, reason=str(loss))
        if result.outcome is SendOutcome.UNREACHABLE:
            log.error("onebot: alert: %s was refused, %s", action.name, result.reason)
        return result

    def _refuse_now(self, action: Action) -> SendResult | None:
        if self._link is None:
            return _retry("disconnected", RECONNECT_SECONDS)
        if not self._account.is_online:
            return _retry("account_offline", RECONNECT_SECONDS)
        if self._account.is_muted(action.group, time.monotonic()):
            return _retry("muted", MUTED_SECONDS)
        return None

    def _refuse_wait(self, interval: float) -> SendResult | None:
        """A send that waited long here could be claimed by another sender meanwhile."""
        ahead = self._pacer.wait_ahead(interval)
        return _retry("paced", ahead) if ahead > LONGEST_WAIT else None

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        check_token(request, self._token)
        if request.headers.get("X-Client-Role", "Universal").lower() != "universal":
            raise Refused(400, "role_is_not_universal")
        link = Link(self._take, self._timing.ping)
        if not link.socket.can_prepare(request):
            raise Refused(426, "no_upgrade")
        await link.open(request)
        self._adopt(link)
        try:
            await link.read()
        finally:
            if self._link is link:
                self._link = None
                self._watch_heartbeats(math.inf)
                log.warning("onebot: disconnected")
        return link.socket

    def _adopt(self, link: Link) -> None:
        """The newest socket wins: the old one may be half open and would block the way back."""
        old, self._link = self._link, link
        self._account = Account()
        if old is not None:
            log.warning("onebot: a second socket took the place of the first")
            self._close(old)
        log.info("onebot: connected")

    def _close(self, link: Link) -> None:
        task = asyncio.create_task(link.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _take(self, event: JsonObject) -> None:
        """One event from the socket; must not wait, answers share the socket."""
        now = time.monotonic()
        self._account.note(event, now)
        self._watch_heartbeats(self._account.silent_in(now))
        message = self._parse(event)
        if message is not None:
            self._intake.put(message)

    def _watch_heartbeats(self, seconds: float) -> None:
        """Tell the operator, once, when no heartbeat came for that long (sheet section 4)."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        if 0 < seconds < math.inf:
            loop = asyncio.get_running_loop()
            self._watch = loop.call_later(seconds, _warn_of_silence)

    def _parse(self, event: JsonObject) -> InboundMessage | None:
        if not is_message(event):
            return None
        return parse_message(event, self._context.settings().staff_group)

    async def _post(self, request: web.Request) -> web.Response:
        event = parse_object(await read_signed(request, self._token))
        if event is None:
            raise Refused(400, "no_json_object")
        message = self._parse(event)
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
            answer = await self._context.receive(message)
        except Busy:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "1"}) from None
        if not answer.texts:  # a JSON answer would be a quick operation; texts leave by the outbox
            answer.done()


def _warn_of_silence() -> None:
    log.error("onebot: alert: three heartbeats stayed away, messages wait")


def _retry(reason: str, seconds: float) -> SendResult:
    return SendResult(SendOutcome.RETRY, retry_after=seconds, reason=reason)
