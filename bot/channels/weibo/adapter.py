"""Weibo as the house sees it: it answers a message at once or not at all; the rest staff paste."""

from aiohttp import web
from msgspec.structs import replace

from bot.channels.base import Answer, ChannelContext, SendOutcome, SendResult
from bot.channels.parts.asking import Asker, busy
from bot.channels.parts.callbacks import guarded, read_body
from bot.channels.parts.fitting import JOINT
from bot.channels.parts.wire import JsonObject
from bot.channels.weibo import replies
from bot.channels.weibo.credentials import Credentials
from bot.channels.weibo.doors import BODY_SECONDS, MAX_BODY, Opener
from bot.channels.weibo.inbound import NAME, read_message
from bot.domain.messages import OutboundMessage, Route

PATH = "/weibo"
PATIENCE = 4.0  # the platform hangs up after 5 s, three times in all (sheet section 3)


class WeiboChannel:
    """The callback of one account. Writing first is not sure to be allowed (sheet section 5)."""

    def __init__(
        self, credentials: Credentials, context: ChannelContext, patience: float = PATIENCE
    ) -> None:
        self._path = path_of(credentials)
        self._opener = Opener(credentials)
        self._settings, self._now = context.settings, context.now
        self._asker = Asker(NAME, context.receive, patience)

    def routes(self) -> list[web.RouteDef]:
        """GET to verify the address, POST for messages and events."""
        return [
            web.get(self._path, guarded(NAME, self._verify), allow_head=False),
            web.post(self._path, guarded(NAME, self._called)),
        ]

    async def start(self) -> None:
        """Nothing to open."""

    async def stop(self) -> None:
        """Nothing to close."""

    def fits(self, texts: tuple[str, ...]) -> int:
        """How many leading `texts` one answer carries; none when the office answers by hand."""
        return replies.fits(texts) if self._settings().weibo_passive_reply else 0

    async def send(self, message: OutboundMessage, route: Route) -> SendResult:
        """Only staff can write there."""
        return SendResult(SendOutcome.UNREACHABLE, reason="clerk_only")

    def state(self) -> str:
        """`on`, or `by_hand` where staff paste every answer."""
        return "on" if self._settings().weibo_passive_reply else "by_hand"

    def is_ready(self) -> bool:
        """Always."""
        return True

    async def _verify(self, request: web.Request) -> web.Response:
        return web.Response(text=self._opener.echo(request.query))

    async def _called(self, request: web.Request) -> web.Response:
        now = self._now()
        self._opener.check_query(request.query, now)
        body = await read_body(request, MAX_BODY, BODY_SECONDS)
        fields = self._opener.open(body, request.query, now)
        message = read_message(fields, now)
        if message is None:
            return web.Response()
        is_passive = self._settings().weibo_passive_reply
        answer = await self._asker.ask(replace(message, passive=is_passive))
        if answer is None:
            return busy()
        return await self._asker.hand_over(request, answer, _rendered(answer, fields))


def path_of(credentials: Credentials) -> str:
    """Where the platform calls."""
    return "/".join(filter(None, (PATH, credentials.path_token)))


def _rendered(answer: Answer, fields: JsonObject) -> web.Response:
    text = JOINT.join(text for text in answer.texts if text)
    return web.json_response(replies.text_reply(fields, text)) if text else web.Response()
