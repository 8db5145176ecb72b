"""The official QQ bot as the house sees it."""

from aiohttp import web

from bot.channels.base import ChannelContext, SendResult
from bot.channels.qq import texts as wording
from bot.channels.qq.access import AccessTokens
from bot.channels.qq.api import QqApi
from bot.channels.qq.client import Client
from bot.channels.qq.credentials import Credentials
from bot.channels.qq.events import NAME
from bot.channels.qq.intake import PATIENCE, Intake
from bot.channels.qq.limits import Limits
from bot.channels.qq.signing import BotKey
from bot.channels.qq.speaking import Speaker
from bot.channels.qq.threads import Threads
from bot.channels.qq.webhook import Webhook
from bot.domain.messages import GROUP_PREFIX, OutboundMessage, Route


class QqChannel:
    """One bot: events in by webhook, everything out by its API. `patience`: seconds for a turn."""

    def __init__(
        self, credentials: Credentials, context: ChannelContext, patience: float = PATIENCE
    ) -> None:
        self._context = context
        self._api = QqApi(credentials.api, credentials.token_url)
        self._tokens = AccessTokens(credentials, self._api, context.tokens, context.now)
        self._limits = Limits(context.now)
        client, threads = Client(self._api, self._tokens), Threads(context.now)
        self._speaker = Speaker(client, threads, self._limits, self._staff_group)
        self._intake = Intake(context, client, self._speaker, patience)
        key = BotKey(credentials.secret)
        self._webhook = Webhook(credentials.app_id, key, self._intake, context.now)

    def routes(self) -> list[web.RouteDef]:
        """POST /qq."""
        return self._webhook.routes()

    async def start(self) -> None:
        """Open the session to the platform's API."""
        await self._api.open()

    async def stop(self) -> None:
        """Give the answers under way a moment, then close."""
        await self._intake.stop()
        await self._api.close()

    def fits(self, texts: tuple[str, ...]) -> int:
        """How many leading `texts` one reply carries; the rest waits in the outbox."""
        return wording.fits(texts)

    async def send(self, message: OutboundMessage, route: Route) -> SendResult:
        """As a reply while one is possible, else unasked; never raises."""
        return await self._speaker.say(message)

    def state(self) -> str:
        """`on`, `no_token` (the last renewal failed) or `push_off` (in the staff group)."""
        if self._tokens.fault:
            return "no_token"
        staff_group = self._staff_group()
        return "push_off" if staff_group and self._limits.is_refused(staff_group) else "on"

    def is_ready(self) -> bool:
        """Always: without a token every send says so."""
        return True

    def _staff_group(self) -> str:
        """The address of the staff group, if it is on this channel."""
        channel, _, group = self._context.settings().staff_group.partition(":")
        return GROUP_PREFIX + group if channel == NAME else ""
