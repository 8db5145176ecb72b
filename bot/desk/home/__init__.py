"""The start of the pages for staff: where to go, what is open today, masked."""

from pathlib import Path

from aiohttp import web

from bot.desk.base import Desk, Pages
from bot.desk.parts.later import Later
from bot.desk.parts.serving import served

FRAME = Path(__file__).parent.parent / "frame"


def _routes(desk: Desk) -> list[web.RouteDef]:
    later = Later(desk, "bot.desk.home.start")
    return [
        web.get("/desk", later("start")),
        web.get("/desk/", later("start")),
        web.get("/desk/files/{name}", served(FRAME)),
    ]


PAGES = Pages("home", _routes)
