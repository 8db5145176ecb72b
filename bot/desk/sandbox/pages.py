"""What the sandbox shows: the page, its files, the live stream, the slots of a service."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from aiohttp import web

from bot.desk.sandbox.guard import HEADERS, Json
from bot.desk.sandbox.players import STRANGER
from bot.desk.sandbox.stage import RESIDENTS, Hands, Stage, frame_of
from bot.desk.sandbox.state import slots_of, state_of
from bot.desk.sandbox.tries import tries
from bot.storage import Overloaded, StorageDown
from bot.usecases.office import Office
from bot.usecases.reach import BY_CLERK

if TYPE_CHECKING:
    from jinja2 import Template

HERE = Path(__file__).parent
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
REFRESH_SECONDS = 1.0
PING_SECONDS = 15.0
_AWAY = (ConnectionResetError, Overloaded, StorageDown)


class Pages:
    """Everything a browser reads."""

    def __init__(self, stage: Stage, hands: Hands) -> None:
        self._stage, self._hands = stage, hands
        self._shown: Json = {}

    async def page(self, _request: web.Request) -> web.Response:
        """The page itself."""
        hands, config = self._hands, self._hands.snapshot().config
        text = self._template.render(
            say=hands.say,
            centre=config.centre,
            staff=config.staff.values(),
            stranger=STRANGER,
            residents=RESIDENTS,
            tries=tries(hands.snapshot()),
            services=sorted(config.catalogue.services.values(), key=lambda each: not each.holiday),
            phones={each: config.texts.say(f"channel.{each}") for each in hands.phones},
            typed=BY_CLERK,
            web_page=config.texts.say("channel.web"),
            is_group_real=not hands.staff_channel or hands.staff_channel in hands.real,
            is_clock_real=bool(hands.real),
        )
        return web.Response(text=text, content_type="text/html", headers=HEADERS)

    async def file(self, request: web.Request) -> web.Response:
        """A style sheet, a script or the icon."""
        name = request.match_info["name"]
        path = HERE / "files" / name
        if path.name != name or path.suffix not in TYPES or not path.is_file():
            raise web.HTTPNotFound
        body = await asyncio.to_thread(path.read_bytes)
        kind = TYPES[path.suffix]
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=HEADERS)

    async def picture(self, request: web.Request) -> web.Response:
        """A picture that was sent to staff; of earlier ones the words are shown."""
        png = self._stage.picture(request.match_info["name"])
        if png is None:
            raise web.HTTPNotFound
        return web.Response(body=png, content_type="image/png", headers=HEADERS)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: all there is first, then what happens."""
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        watcher = self._stage.watch()
        try:
            await response.write(b"retry: 1000\n\n" + frame_of("state", await self._state()))
            async for frame in _frames(watcher):
                await response.write(frame)
        except _AWAY:
            pass  # the page comes again by itself
        finally:
            self._stage.leave(watcher)
        return response

    async def slots(self, request: web.Request) -> web.Response:
        """The slots of one service on `day`, or on the next day that has some."""
        service, day = request.query.get("service", ""), request.query.get("day", "")
        try:
            wanted = date.fromisoformat(day) if day else None
        except ValueError as bad:
            raise web.HTTPBadRequest from bad
        snapshot, now = self._hands.snapshot(), self._stage.clock.now()
        found = await self._hands.storage.read(
            lambda work: slots_of(Office(work, snapshot, now), service, wanted)
        )
        body = orjson.dumps(found)
        return web.Response(body=body, content_type="application/json", headers=HEADERS)

    async def refresh(self) -> None:
        """Tell the open pages what the panels show now, when that has changed."""
        if not self._stage.is_watched:
            return
        state = await self._state()
        if state != self._shown:
            self._shown = state
            self._stage.tell("state", state)

    async def keep_refreshing(self) -> None:
        """Time passes also when nobody does anything."""
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            try:
                await self.refresh()
            except _AWAY:
                continue  # a busy database: the next beat shows it

    async def _state(self) -> Json:
        snapshot, now = self._hands.snapshot(), self._stage.clock.now()
        next_due = await self._hands.next_due()
        return await self._hands.storage.read(
            lambda work: state_of(Office(work, snapshot, now), next_due)
        )

    @cached_property
    def _template(self) -> "Template":
        from jinja2 import Environment, FileSystemLoader  # 80 ms that a real centre never pays

        environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True)
        return environment.get_template("page.html.j2")


async def _frames(watcher: "asyncio.Queue[bytes | None]") -> AsyncIterator[bytes]:
    """What a page is told, with a sign of life when there is nothing to tell."""
    while True:
        try:
            async with asyncio.timeout(PING_SECONDS):
                frame = await watcher.get()
        except TimeoutError:
            yield b": still here\n\n"
            continue
        if frame is None:
            return
        yield frame
