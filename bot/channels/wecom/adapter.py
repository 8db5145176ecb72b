"""WeCom as the house sees it: a smart robot by one of two ways, and a group's push address."""

import logging

import aiohttp
from aiohttp import web

from bot.channels.base import ChannelContext, SendResult
from bot.channels.parts import fitting
from bot.channels.parts.calls import Connections
from bot.channels.parts.seats import Seat
from bot.channels.parts.wire import JsonObject
from bot.channels.wecom.connection import Connection, Timing
from bot.channels.wecom.credentials import Credentials
from bot.channels.wecom.doors import Opener
from bot.channels.wecom.hook import GroupHook
from bot.channels.wecom.listening import Listener
from bot.channels.wecom.openings import Openings
from bot.channels.wecom.presses import Presses
from bot.channels.wecom.robots import CalledRobot, ConnectedRobot, Robot
from bot.channels.wecom.speaking import Speaker
from bot.channels.wecom.webhook import Webhook
from bot.channels.wecom.words import MAX_MARKDOWN
from bot.domain.messages import OutboundMessage, Route

_LIMITS = aiohttp.ClientTimeout(total=6, sock_connect=3)
URL = "url"
_USUAL = Timing()
# Over the line anything may be said at any time: only what answers a message at once is tied to it.
_ANSWER_SECONDS, _RESPONSE_URL_SECONDS = 10.0, 3600.0
log = logging.getLogger(__name__)


class WecomChannel:
    """One robot, one push address, or both. How the robot is connected is decided at the start."""

    def __init__(
        self, credentials: Credentials, context: ChannelContext, timing: Timing = _USUAL
    ) -> None:
        self._credentials, self._context, self._timing = credentials, context, timing
        self._connections = Connections()
        self._presses = Presses(lambda: context.settings().wecom)
        self._connection: Connection | None = None
        self._listener: Listener | None = None
        self._webhook: Webhook | None = None
        is_called = context.settings().wecom.transport == URL
        robot = self._called() if is_called else self._connected()
        if robot is None and (credentials.can_connect or credentials.can_be_called):
            log.error("wecom: alert: wecom.transport does not fit the secrets, only pushing")
        self._speaker = Speaker(robot, self._hook(), self._presses, context.settings, context.now)

    def routes(self) -> list[web.RouteDef]:
        """/wecom in URL mode."""
        return self._webhook.routes() if self._webhook is not None else []

    async def start(self) -> None:
        """Open the connections to the platform, and the line."""
        await self._connections.open(_LIMITS)
        if self._listener is not None:
            self._listener.start()
        if self._connection is not None:
            self._connection.start()

    async def stop(self) -> None:
        """Take nothing more, store what came, hang up."""
        if self._listener is not None:
            await self._listener.stop()
        if self._connection is not None:
            await self._connection.stop()
        await self._connections.close()

    def fits(self, texts: tuple[str, ...]) -> int:
        """How many leading `texts` the answer to a call carries; over the line there is none."""
        if self._webhook is None:
            return 0
        return fitting.fits(texts, MAX_MARKDOWN, fitting.bytes_of)

    async def send(self, message: OutboundMessage, route: Route) -> SendResult:
        """Say it; never raises."""
        is_shown = message.picture and self._speaker.can_show(message)
        png = await self._context.draw(message) if is_shown else None
        return await self._speaker.say(message, png)

    def state(self) -> str:
        """The line's own word (connected, standby, kicked …), `on` in URL mode, or `push_only`."""
        if self._connection is not None:
            return self._connection.state()
        return "on" if self._webhook is not None else "push_only"

    def is_ready(self) -> bool:
        """While the line is down messages wait, unless the group has a push address."""
        return self._speaker.is_ready()

    def _connected(self) -> Robot | None:
        if not self._credentials.can_connect:
            return None
        context, openings = self._context, Openings(self._context.now, _ANSWER_SECONDS)
        seat = Seat(seat_name(self._credentials), context.tokens, self._timing.seat)
        listener = Listener(context, openings, self._presses)
        connection: Connection

        def take(_cmd: str, req_id: str, body: JsonObject) -> None:
            listener.take(connection, req_id, body)

        connection = Connection(self._credentials, self._connections, seat, take, self._timing)
        self._connection, self._listener = connection, listener
        return ConnectedRobot(connection, openings)

    def _called(self) -> Robot | None:
        credentials = self._credentials
        if not credentials.can_be_called:
            return None
        openings = Openings(self._context.now, _RESPONSE_URL_SECONDS)
        opener = Opener(credentials.token, credentials.aes_key)
        self._webhook = Webhook(opener, self._context, openings, self._presses, credentials.api)
        return CalledRobot(self._connections, openings)

    def _hook(self) -> GroupHook | None:
        if not self._credentials.webhook_key:
            return None
        return GroupHook(hook_url(self._credentials), self._connections, self._context.now)


def seat_name(credentials: Credentials) -> str:
    """The seat of whoever holds the line of this robot."""
    return f"wecom:{credentials.bot_id}:line"


def hook_url(credentials: Credentials) -> str:
    """A group's push address, which is a secret."""
    return f"{credentials.api}/cgi-bin/webhook/send?key={credentials.webhook_key}"
