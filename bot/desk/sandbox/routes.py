"""The sandbox over HTTP: the page, its live stream, and what its buttons do."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from bot.channels.base import Busy
from bot.desk.sandbox.stage import GROUP, PHONE, PRIVATE, Hands, Stage, frame_of
from bot.desk.sandbox.state import Json, state_of
from bot.domain.calendar import local
from bot.domain.delivery import window_opened
from bot.domain.messages import GROUP_PREFIX, ContactRef, InboundMessage, MessageKind
from bot.storage import staff
from bot.usecases.office import Office

HERE = Path(__file__).parent
FILES = {"sandbox.css": "text/css", "sandbox.js": "text/javascript"}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
LONGEST_TEXT = 500
REFRESH_SECONDS = 2.0
MOST_MINUTES = 60 * 24 * 14


class Routes:
    """One sandbox: its stage and what it may do with the house."""

    def __init__(self, stage: Stage, hands: Hands) -> None:
        self._stage, self._hands = stage, hands
        self._run, self._numbers = secrets.token_hex(4), count(1)
        self._service = ""
        self._refreshing: asyncio.Task[None] | None = None
        self._moving = asyncio.Lock()

    async def page(self, _request: web.Request) -> web.Response:
        """The page itself."""
        from jinja2 import Environment, FileSystemLoader  # 80 ms that a real centre never pays

        config = self._hands.snapshot().config
        environment = Environment(loader=FileSystemLoader(HERE), autoescape=True)
        template = environment.get_template("page.html.j2")
        text = template.render(say=config.texts.say, config=config, services=self._services())
        return web.Response(text=text, content_type="text/html", headers=HEADERS)

    async def file(self, request: web.Request) -> web.Response:
        """The style sheet and the script."""
        name = request.match_info["name"]
        if name not in FILES:
            raise web.HTTPNotFound
        body = await asyncio.to_thread((HERE / name).read_bytes)
        return web.Response(body=body, content_type=FILES[name], charset="utf-8", headers=HEADERS)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: all there is first, then what happens."""
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        watcher = self._stage.watch()
        try:
            bubbles = [asdict(bubble) for bubble in self._stage.bubbles]
            await response.write(frame_of("all", bubbles))
            await response.write(frame_of("state", await self._state()))
            while (frame := await watcher.get()) is not None:
                await response.write(frame)
        except ConnectionResetError:
            pass
        finally:
            self._stage.leave(watcher)
        return response

    async def say(self, request: web.Request) -> web.Response:
        """The resident writes, or does something on the phone."""
        asked = await _body(request)
        kind = MessageKind(_text(asked, "kind") or "text")
        contact = ContactRef("wechat", _text(asked, "user"))
        text = _text(asked, "text")
        says = self._hands.snapshot().config.texts.say
        shown = text if kind is MessageKind.TEXT else says(f"sandbox.event.{kind.value}")
        self._stage.show(PHONE, contact.address, contact.address, shown)
        now = self._stage.clock.now()
        window = window_opened("wechat", kind, now)
        message = InboundMessage(self._key(), contact, kind, text, now, passive=True, window=window)
        await self._receive(message, PHONE)
        return web.json_response({})

    async def group(self, request: web.Request) -> web.Response:
        """Somebody writes in the staff group."""
        asked = await _body(request)
        user, text = _text(asked, "user"), _text(asked, "text")
        channel, _, group = self._group().partition(":")
        await self._bind(channel, user)
        self._stage.show(GROUP, "", user, text)
        message = InboundMessage(
            self._key(),
            ContactRef(channel, user),
            MessageKind.TEXT,
            text,
            self._stage.clock.now(),
            room=ContactRef(channel, GROUP_PREFIX + group),
            quoted=_text(asked, "quote") or None,
            sender_name=user,
        )
        await self._receive(message, GROUP)
        return web.json_response({})

    async def private(self, request: web.Request) -> web.Response:
        """A duty officer writes to the bot."""
        asked = await _body(request)
        user, text = _text(asked, "user"), _text(asked, "text")
        channel = self._group().partition(":")[0]
        await self._bind(channel, user)
        self._stage.show(PRIVATE, user, user, text)
        contact = ContactRef(channel, user)
        now = self._stage.clock.now()
        message = InboundMessage(self._key(), contact, MessageKind.TEXT, text, now)
        await self._receive(message, PRIVATE)
        return web.json_response({})

    async def move_clock(self, request: web.Request) -> web.Response:
        """Put the clock forward; everything due on the way happens in order."""
        asked = await _body(request)
        async with self._moving:
            to = await self._aim(asked)
            if to is not None:
                await self._hands.pass_until(to)
        await self.refresh()
        return web.json_response({})

    async def choose_service(self, request: web.Request) -> web.Response:
        """Whose slots are shown."""
        self._service = _text(await _body(request), "service")
        await self.refresh()
        return web.json_response({})

    async def refresh(self) -> None:
        """Tell every page what the panels show now."""
        self._stage.tell("state", await self._state())

    async def open(self, _app: web.Application) -> None:
        """Bind all staff and begin to refresh."""
        channel = self._group().partition(":")[0]
        for name in self._hands.snapshot().config.staff:
            await self._bind(channel, name)
        self._refreshing = asyncio.create_task(self._keep_refreshing())

    async def close(self, _app: web.Application) -> None:
        """End the streams."""
        if self._refreshing is not None:
            self._refreshing.cancel()
        self._stage.close()

    async def _keep_refreshing(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            with suppress(Exception):  # a busy database: the next beat shows it
                await self.refresh()

    async def _aim(self, asked: Json) -> datetime | None:
        now = self._stage.clock.now()
        to, minutes = asked.get("to"), asked.get("minutes")
        if isinstance(minutes, int):
            return now + timedelta(minutes=max(0, min(minutes, MOST_MINUTES)))
        if to == "next":
            return await self._hands.next_due()
        evening, morning = local(now.date(), time(20)), local(now.date(), time(8, 30))
        aim = evening if to == "tonight" else morning
        return aim if aim > now else aim + timedelta(days=1)

    async def _receive(self, message: InboundMessage, screen: str) -> None:
        try:
            answer = await self._hands.receive(message)
        except Busy:
            busy = self._hands.snapshot().config.texts.say("talk.busy")
            self._stage.show(screen, message.contact.address, "bot", busy)
            return
        for text in answer.texts:
            self._stage.show(PHONE, message.contact.address, "bot", text)
        answer.done()
        await self.refresh()

    async def _bind(self, channel: str, name: str) -> None:
        if name in self._hands.snapshot().config.staff:
            account, now = ContactRef(channel, name), self._stage.clock.now()
            await self._hands.storage.run(lambda work: staff.bind(work, account, name, now))

    async def _state(self) -> Json:
        snapshot, now = self._hands.snapshot(), self._stage.clock.now()
        service = self._service or self._services()[0]
        return await self._hands.storage.read(
            lambda work: state_of(Office(work, snapshot, now), service)
        )

    def _services(self) -> list[str]:
        offered = self._hands.snapshot().config.catalogue.services.values()
        return [s.name for s in sorted(offered, key=lambda service: not service.holiday)]

    def _group(self) -> str:
        return self._hands.snapshot().config.channels.staff_group

    def _key(self) -> str:
        return f"sandbox:{self._run}:{next(self._numbers)}"


def mount(app: web.Application, stage: Stage, hands: Hands) -> None:
    """Put the sandbox at `/`."""
    routes = Routes(stage, hands)
    app.router.add_get("/", routes.page)
    app.router.add_get("/sandbox/file/{name}", routes.file)
    app.router.add_get("/sandbox/events", routes.events)
    posts: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
        "say": routes.say,
        "group": routes.group,
        "private": routes.private,
        "clock": routes.move_clock,
        "service": routes.choose_service,
    }
    for name, handler in posts.items():
        app.router.add_post(f"/sandbox/{name}", handler)
    app.on_startup.append(routes.open)
    app.on_shutdown.append(routes.close)


async def _body(request: web.Request) -> Json:
    """The JSON object of a request from this very page; another web site is refused."""
    origin = request.headers.get("Origin", "")
    if request.content_type != "application/json" or urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden
    try:
        body = orjson.loads(await request.read())
    except orjson.JSONDecodeError as broken:
        raise web.HTTPBadRequest from broken
    if not isinstance(body, dict):
        raise web.HTTPBadRequest
    return body


def _text(asked: Json, name: str) -> str:
    value = asked.get(name, "")
    if not isinstance(value, str):
        raise web.HTTPBadRequest
    return value[:LONGEST_TEXT].strip()
