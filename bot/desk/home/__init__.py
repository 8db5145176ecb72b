"""The start of the pages for staff: where to go, what is open today, masked."""

from importlib import import_module

from aiohttp import web

from bot.desk.base import Desk, Pages
from bot.desk.files import served
from bot.desk.paper import ROOMS


def _routes(desk: Desk) -> list[web.RouteDef]:
    async def home(request: web.Request) -> web.StreamResponse:
        page: web.StreamResponse = await import_module("bot.desk.home.start").page(desk, request)
        return page

    return [
        web.get("/desk", home),
        web.get("/desk/", home),
        web.get("/desk/files/{name}", served(ROOMS / "frame")),
    ]


PAGES = Pages("home", _routes)
