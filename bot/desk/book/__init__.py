"""The residents' page /book, the sixth channel: talk, form, calendar, own appointments.

Its parts are imported when somebody opens it first: a start pays nothing for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from aiohttp import web

from bot.desk.base import Desk, Pages

if TYPE_CHECKING:
    from bot.desk.book.site import Site

SITE = "bot.desk.book.site"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class _Later:
    """The site, made at the first request; its libraries are loaded beside the event loop."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._site: Site | None = None

    def _make(self, module: ModuleType) -> Site:
        if self._site is None:  # another request may have been faster
            self._site = module.Site(self._desk)
        return self._site

    def of(self, name: str) -> Handler:
        """The handler of one page."""

        async def answer(request: web.Request) -> web.StreamResponse:
            site = self._site or self._make(await asyncio.to_thread(import_module, SITE))
            return await site.answer(name, request)

        return answer


def _routes(desk: Desk) -> list[web.RouteDef]:
    later = _Later(desk)
    return [
        web.get("/book", later.of("talk")),
        web.get("/book/step", later.of("step")),
        web.get("/book/messages", later.of("messages")),
        web.get("/book/events", later.of("events"), allow_head=False),
        web.get("/book/times", later.of("times")),
        web.get("/book/mine", later.of("mine")),
        web.get("/book/find", later.of("find")),
        web.get("/book/privacy", later.of("privacy")),
        web.get("/book/wechat", later.of("wechat"), allow_head=False),
        web.get("/book/ticket/{code}", later.of("ticket")),
        web.get("/book/ticket/{code}/qr.svg", later.of("qr")),
        web.get("/book/ticket/{code}/appointment.ics", later.of("ics")),
        web.get("/book/files/{name}", later.of("file")),
        web.post("/book/say", later.of("say")),
        web.post("/book/order", later.of("order")),
        web.post("/book/find", later.of("prove")),
        web.post("/book/type", later.of("type")),
        web.post("/book/leave", later.of("leave")),
    ]


PAGES = Pages("book", _routes)
