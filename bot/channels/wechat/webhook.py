"""The door at /wechat: verification, pushes, and the passive reply within WeChat's five seconds."""

from collections.abc import Callable

from aiohttp import web

from bot.channels.base import Answer, Receive
from bot.channels.parts.asking import Asker, busy
from bot.channels.parts.callbacks import guarded, read_body
from bot.channels.parts.fitting import JOINT
from bot.channels.parts.replays import Replays
from bot.channels.parts.sealing import MessageCipher
from bot.channels.wechat.callback import (
    BODY_SECONDS,
    MAX_BODY,
    Envelope,
    Opened,
    Opener,
    check_echo,
    check_query,
)
from bot.channels.wechat.credentials import Credentials
from bot.channels.wechat.flat import Fields
from bot.channels.wechat.inbound import NAME, read_fields, read_message
from bot.channels.wechat.notices import read_notice_news
from bot.channels.wechat.replies import cut, seal_reply, text_reply
from bot.domain.messages import InboundMessage

PATH = "/wechat"
PATIENCE = 4.5  # the platform hangs up after 5 s (sheet section 7)


class Webhook:
    """The two routes of one account. `now` is unix seconds, `patience` seconds."""

    def __init__(
        self,
        credentials: Credentials,
        receive: Receive,
        now: Callable[[], float],
        patience: float = PATIENCE,
    ) -> None:
        self._token = credentials.token
        ciphers = tuple(MessageCipher(key) for key in credentials.aes_keys)
        self._opener = Opener(credentials.token, ciphers, credentials.app_id)
        self._replays = Replays()
        self._asker = Asker(NAME, receive, patience)
        self._now = now

    def routes(self) -> list[web.RouteDef]:
        """GET to verify the address, POST for pushes."""
        verify, push = guarded(NAME, self._verify), guarded(NAME, self._push)
        return [web.get(PATH, verify, allow_head=False), web.post(PATH, push)]

    async def _verify(self, request: web.Request) -> web.Response:
        return web.Response(text=check_echo(request.query, self._token))

    async def _push(self, request: web.Request) -> web.Response:
        # the query is checked before a byte of the body is read
        now = self._now()
        envelope = check_query(request.query, self._token, now)
        body = await read_body(request, MAX_BODY, BODY_SECONDS)
        opened, fields, message = self._read(body, envelope, now)
        if message is None:
            return web.Response(text="success")
        answer = await self._asker.ask(message)
        if answer is None:
            return busy()
        response = self._rendered(answer, fields, opened, int(now))
        return await self._asker.hand_over(request, answer, response)

    def _read(
        self, body: bytes, envelope: Envelope, now: float
    ) -> tuple[Opened, Fields, InboundMessage | None]:
        opened = self._opener.open(body, envelope)
        is_sealed = envelope.msg_signature is not None
        self._replays.admit((envelope.timestamp, envelope.nonce), None if is_sealed else body, now)
        fields = read_fields(opened.xml)
        return opened, fields, read_message(fields) or read_notice_news(fields, opened.xml)

    def _rendered(self, answer: Answer, fields: Fields, opened: Opened, at: int) -> web.Response:
        content = cut(JOINT.join(text for text in answer.texts if text))
        if not content:
            return web.Response(text="success")
        xml = text_reply(fields["FromUserName"], fields["ToUserName"], content, at)
        if opened.cipher is not None:
            xml = seal_reply(xml, opened.cipher, opened.app_id, (self._token, at))
        return web.Response(text=xml, content_type="application/xml")
