"""The official QQ bot as the house sees it."""

from aiohttp import web
from msgspec import Struct

from bot.channels.base import ChannelContext, SendResult
from bot.channels.parts.seats import SEAT_SECONDS, Seat
from bot.channels.qq import texts as wording
from bot.channels.qq.access import access_tokens
from bot.channels.qq.api import QqApi
from bot.channels.qq.client import Client
from bot.channels.qq.credentials import Credentials
from bot.channels.qq.events import NAME
from bot.channels.qq.gateway import PAUSES, Gateway
from bot.channels.qq.intake import PATIENCE, Intake
from bot.channels.qq.limits import Limits
from bot.channels.qq.outcomes import OUT
from bot.channels.qq.sessions import GatewaySessionKeeper
from bot.channels.qq.signing import BotKey
from bot.channels.qq.speaking import Manner, Speaker
from bot.channels.qq.threads import Threads
from bot.channels.qq.webhook import Webhook
from bot.domain.messages import GROUP_PREFIX, OutboundMessage, Route

GATEWAY = "gateway"


class Timing(Struct, frozen=True):
    """How long things may take, in seconds. `pauses`: before each further try to connect; `seat`:
    until another process listens in place of one that is gone."""

    patience: float = PATIENCE
    pauses: tuple[float, ...] = PAUSES
    seat: float = SEAT_SECONDS


class QqChannel:
    """One bot: events in by webhook or gateway, as configured at the start, everything out by its
    API."""

    def __init__(
        self, credentials: Credentials, context: ChannelContext, timing: Timing = Timing()
    ) -> None:
        self._context = context
        self._api = QqApi(credentials.api, credentials.token_url)
        self._tokens = access_tokens(credentials, self._api, context.tokens, context.now)
        self._limits = Limits(context.now)
        client, threads = Client(self._api, self._tokens), Threads(context.now)
        manner = Manner(self._staff_group, lambda: context.settings().qq_buttons)
        self._speaker = Speaker(client, threads, self._limits, manner)
        self._intake = Intake(context, client, self._speaker, timing.patience)
        self._webhook: Webhook | None = None
        self._gateway: Gateway | None = None
        if context.settings().qq_transport == GATEWAY:
            name = f"qq:{credentials.app_id}:gateway"
            keeper = GatewaySessionKeeper(name, context.tokens, context.now)
            seat = Seat(f"{name}-seat", context.tokens, timing.seat)
            sources = (self._api, self._tokens)
            self._gateway = Gateway(client, sources, self._intake, keeper, seat)
            self._gateway.pauses = timing.pauses
        else:
            key = BotKey(credentials.secret)
            self._webhook = Webhook(credentials.app_id, key, self._intake, context.now)

    def routes(self) -> list[web.RouteDef]:
        """POST /qq; none with the gateway: only one of both may bring events."""
        return self._webhook.routes() if self._webhook is not None else []

    async def start(self) -> None:
        """Open the connections to the platform's API, and the gateway."""
        await self._api.open()
        if self._gateway is not None:
            await self._gateway.start()

    async def stop(self) -> None:
        """Take no more events, give the answers under way a moment, then close."""
        if self._gateway is not None:
            await self._gateway.stop()
        await self._intake.stop()
        await self._api.close()

    def fits(self, texts: tuple[str, ...]) -> int:
        """How many leading `texts` one reply carries; the rest waits in the outbox."""
        return wording.fits(texts)

    async def send(self, message: OutboundMessage, route: Route) -> SendResult:
        """As a reply while one is possible, else unasked unless `route` is PASSIVE."""
        return await self._speaker.say(message, may_push=route is not Route.PASSIVE)

    def state(self) -> str:
        """`on`, or of the gateway `connected`, `disconnected`, `standby` (another process listens),
        `stopped`; `no_token` (the last renewal failed); `push_off`, `not_in_group` (of the staff
        group)."""
        if self._tokens.fault:
            return "no_token"
        line = self._gateway.state() if self._gateway is not None else "on"
        staff_group = self._staff_group()
        refusal = self._limits.refusal(staff_group) if staff_group else ""
        if not refusal or line not in ("on", "connected", "standby"):
            return line
        return OUT if refusal == OUT else "push_off"

    def is_ready(self) -> bool:
        """Always: without a token every send says so."""
        return True

    def _staff_group(self) -> str:
        """The address of the staff group, if it is on this channel."""
        channel, _, group = self._context.settings().staff_group.partition(":")
        return GROUP_PREFIX + group if channel == NAME else ""
