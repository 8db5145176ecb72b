"""The WeChat channel as the house sees it."""

import asyncio
import logging
from importlib import import_module
from typing import TYPE_CHECKING

from aiohttp import web

from bot.channels.base import ChannelContext, SendOutcome, SendResult
from bot.channels.wechat import replies
from bot.channels.wechat.access import access_tokens
from bot.channels.wechat.api import WeChatApi
from bot.channels.wechat.credentials import Credentials
from bot.channels.wechat.sending import send_subscription, send_template, send_text
from bot.channels.wechat.webhook import Webhook
from bot.domain.messages import OutboundMessage, Route

if TYPE_CHECKING:
    from bot.channels.wechat.client import AsyncWeChatClient

log = logging.getLogger(__name__)


class WeChatChannel:
    """One official account. Without AppID and secret it still answers, but cannot write first."""

    def __init__(self, credentials: Credentials, context: ChannelContext) -> None:
        self._settings = context.settings
        self._can_send = credentials.can_send
        self._webhook = Webhook(credentials, context.receive, context.now)
        self._api = WeChatApi(credentials.api)
        self._tokens = access_tokens(credentials, self._api, context.tokens, context.now)
        self._app_id = credentials.app_id
        self._made: AsyncWeChatClient | None = None

    def routes(self) -> list[web.RouteDef]:
        """GET and POST /wechat."""
        return self._webhook.routes()

    async def start(self) -> None:
        """Open the connections to the platform's API."""
        await self._api.open()

    async def stop(self) -> None:
        """Close it."""
        await self._api.close()

    def fits(self, texts: tuple[str, ...]) -> int:
        """How many leading `texts` one passive reply carries; the rest waits in the outbox."""
        return replies.fits(texts)

    async def send(self, message: OutboundMessage, route: Route) -> SendResult:
        """By a notice where the planner says so, else as a window message; never raises."""
        if not self._can_send:
            return SendResult(SendOutcome.UNREACHABLE, reason="no_credentials")
        if route is Route.TEMPLATE:
            return await send_template(await self._client(), message, self._settings())
        if route is Route.SUBSCRIPTION:
            settings = self._settings().wechat_subscriptions
            return await send_subscription(await self._client(), message, settings)
        return await send_text(await self._client(), message)

    async def _client(self) -> "AsyncWeChatClient":
        """wechatpy's client, loaded at the first send in a thread: it brings `requests`, 100 ms."""
        if self._made is None:
            client = await asyncio.to_thread(import_module, "bot.channels.wechat.client")
            self._made = client.AsyncWeChatClient(self._app_id, self._api, self._tokens)
        return self._made

    def state(self) -> str:
        """`on`, `no_credentials` (answers only) or `no_token` (the last renewal failed)."""
        if not self._can_send:
            return "no_credentials"
        return "no_token" if self._tokens.fault else "on"

    def is_ready(self) -> bool:
        """Always: without credentials or a token every send says so, and staff phone instead."""
        return True
