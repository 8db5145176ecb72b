"""The door at /wecom, for a robot that the platform calls (URL mode, sheet section 3.1)."""

import asyncio
import logging
import secrets

from aiohttp import web
from msgspec.structs import replace

from bot.channels.base import Answer, ChannelContext
from bot.channels.parts.asking import Asker, busy
from bot.channels.parts.callbacks import guarded, read_body
from bot.channels.parts.fitting import JOINT
from bot.channels.parts.wire import JsonObject
from bot.channels.wecom.doors import BODY_SECONDS, MAX_BODY, Opener
from bot.channels.wecom.events import NAME, Heard, read_event
from bot.channels.wecom.openings import Openings
from bot.channels.wecom.presses import Presses
from bot.channels.wecom.words import markdown

PATH = "/wecom"
PATIENCE = 4.0  # nowhere stated for a callback, 5 s in practice (sheet section 3.1)
_CARD_SECONDS = 2.5
log = logging.getLogger(__name__)


class Webhook:
    """The routes of one robot. `api`: the only host whose `response_url` is believed."""

    def __init__(
        self,
        opener: Opener,
        context: ChannelContext,
        openings: Openings,
        presses: Presses,
        api: str,
    ) -> None:
        self._opener, self._openings, self._presses = opener, openings, presses
        self._asker = Asker(NAME, context.receive, PATIENCE)
        self._settings, self._now = context.settings, context.now
        self._api = api

    def routes(self) -> list[web.RouteDef]:
        """GET to verify the address, POST for messages and events."""
        verify, called = guarded(NAME, self._verify), guarded(NAME, self._called)
        return [web.get(PATH, verify, allow_head=False), web.post(PATH, called)]

    async def _verify(self, request: web.Request) -> web.Response:
        return web.Response(text=self._opener.echo(request.query))

    async def _called(self, request: web.Request) -> web.Response:
        now = self._now()
        self._opener.check_query(request.query, now)
        body = await read_body(request, MAX_BODY, BODY_SECONDS)
        event = self._opener.open(body, request.query)
        heard = read_event(event, self._settings().wecom.name, now)
        if heard is None:
            return web.Response()
        self._keep_opening(heard)
        return await (self._pressed if heard.press else self._said)(request, heard)

    def _keep_opening(self, heard: Heard) -> None:
        if heard.response_url.startswith(f"{self._api}/"):
            to = heard.message.room or heard.message.contact
            self._openings.put(to.address, heard.response_url)
        elif heard.response_url:
            log.warning("wecom: a response_url of another host was left alone")

    async def _said(self, request: web.Request, heard: Heard) -> web.Response:
        is_private = heard.message.room is None
        answer = await self._asker.ask(replace(heard.message, passive=is_private))
        if answer is None:
            return busy()
        return await self._asker.hand_over(request, answer, self._rendered(request, answer))

    def _rendered(self, request: web.Request, answer: Answer) -> web.Response:
        text = markdown(JOINT.join(text for text in answer.texts if text))
        if not text:
            return web.Response()
        stream = {"id": secrets.token_hex(8), "finish": True, "content": text}
        return self._sealed(request, {"msgtype": "stream", "stream": stream})

    async def _pressed(self, request: web.Request, heard: Heard) -> web.Response:
        """The answer to a pressed button is the card as it is then."""
        assert heard.press is not None  # noqa: S101 - the caller looked
        to = heard.message.room or heard.message.contact
        answered = self._presses.answered(to.address, heard.press.code, _CARD_SECONDS)
        showing = asyncio.ensure_future(answered)
        await asyncio.sleep(0)  # it listens from now on
        answer = await self._asker.ask(heard.message)
        if answer is None:
            showing.cancel()
            return busy()
        shown = await showing
        if shown is None:
            return await self._asker.hand_over(request, answer, web.Response())
        words: JsonObject = {"response_type": "update_template_card", "template_card": shown}
        return await self._asker.hand_over(request, answer, self._sealed(request, words))

    def _sealed(self, request: web.Request, words: JsonObject) -> web.Response:
        nonce = request.query["nonce"]
        return web.json_response(self._opener.seal(words, nonce, int(self._now())))
