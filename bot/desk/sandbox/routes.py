"""What the buttons of the sandbox do, and where everything of it is mounted."""

import asyncio
from datetime import datetime

from aiohttp import web

from bot.desk.base import Handler
from bot.desk.sandbox import clock
from bot.desk.sandbox.guard import Json, body_of, guarded, text_of
from bot.desk.sandbox.pages import Pages
from bot.desk.sandbox.players import ON_THE_PHONE, STRANGER, Players
from bot.desk.sandbox.reopening import reopen
from bot.desk.sandbox.stage import RESIDENTS, Hands, Stage
from bot.domain.messages import ContactRef, MessageKind


class Routes:
    """One sandbox: its stage and what it may do with the house."""

    def __init__(self, stage: Stage, hands: Hands) -> None:
        self._stage, self._hands = stage, hands
        self._players, self.pages = Players(stage, hands), Pages(stage, hands)
        self._refreshing: asyncio.Task[None] | None = None
        self._moving = asyncio.Lock()

    async def phone(self, request: web.Request) -> web.Response:
        """The resident writes, or does something else on the phone."""
        asked = await body_of(request)
        who, kind, text = text_of(asked, "user"), text_of(asked, "kind"), text_of(asked, "text")
        if who not in RESIDENTS or kind not in ON_THE_PHONE or (kind == "text" and not text):
            raise web.HTTPBadRequest
        phones = self._hands.phones
        channel = text_of(asked, "channel") or phones[0]
        if channel not in phones:
            raise web.HTTPConflict
        await self._players.on_phone(ContactRef(channel, who), MessageKind(kind), text)
        return await self._done()

    async def group(self, request: web.Request) -> web.Response:
        """Somebody writes in the staff group."""
        asked = await body_of(request)
        who, text = self._spoken(asked)
        await self._players.in_group(who, text, text_of(asked, "quote"))
        return await self._done()

    async def private(self, request: web.Request) -> web.Response:
        """A member of staff writes to the bot alone."""
        who, text = self._spoken(await body_of(request))
        await self._players.in_private(who, text)
        return await self._done()

    async def move_clock(self, request: web.Request) -> web.Response:
        """Put the clock forward; everything due on the way happens in order."""
        asked = await body_of(request)
        if self._hands.real:  # on a real channel people would be told of a time that is not
            raise web.HTTPConflict
        async with self._moving:
            await self._hands.pass_until(await self._aim(asked))
        return await self._done()

    async def open(self, _app: web.Application) -> None:
        """Before the house works: bind staff, take up where the last run ended."""
        await reopen(self._stage, self._hands)
        await self._players.bind_staff()
        self._refreshing = asyncio.create_task(self.pages.keep_refreshing())

    async def close(self, _app: web.Application) -> None:
        """End the streams before the house stops."""
        if self._refreshing is not None:
            self._refreshing.cancel()
        self._stage.close()

    async def _done(self) -> web.Response:
        await self.pages.refresh()
        return web.json_response({})

    def _spoken(self, asked: Json) -> tuple[str, str]:
        """(who, what) of a message by staff or a stranger; not where the group is a real one."""
        who, text = text_of(asked, "user"), text_of(asked, "text")
        if not text or (who != STRANGER and who not in self._hands.snapshot().config.staff):
            raise web.HTTPBadRequest
        if not self._hands.staff_channel or self._hands.staff_channel in self._hands.real:
            raise web.HTTPConflict
        return who, text

    async def _aim(self, asked: Json) -> datetime:
        now, minutes = self._stage.clock.now(), asked.get("minutes")
        if isinstance(minutes, int):
            return clock.later(now, minutes)
        match text_of(asked, "to"):
            case "tonight":
                return clock.tonight(now)
            case "morning":
                return clock.morning(now)
            case "next":
                return await self._hands.next_due() or now
        raise web.HTTPBadRequest


def mount(app: web.Application, stage: Stage, hands: Hands) -> None:
    """Put the sandbox at `/`."""
    routes = Routes(stage, hands)
    pages = routes.pages
    gets: dict[str, Handler] = {
        "/": pages.page,
        "/sandbox/files/{name}": pages.file,
        "/sandbox/pictures/{name}": pages.picture,
        "/sandbox/events": pages.events,
        "/sandbox/slots": pages.slots,
    }
    posts: dict[str, Handler] = {
        "/sandbox/phone": routes.phone,
        "/sandbox/group": routes.group,
        "/sandbox/private": routes.private,
        "/sandbox/clock": routes.move_clock,
    }
    for path, handler in gets.items():
        app.router.add_get(path, guarded(hands, handler))
    for path, handler in posts.items():
        app.router.add_post(path, guarded(hands, handler))
    app.on_startup.insert(0, routes.open)  # before the first reminder may go out
    app.on_shutdown.insert(0, routes.close)  # open streams would keep the server waiting
