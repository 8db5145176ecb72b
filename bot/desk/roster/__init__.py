"""The roster in a browser: a month of both rosters, and every shift to be changed by a click."""

from pathlib import Path

from aiohttp import web

from bot.desk.base import Desk, Pages
from bot.desk.parts.later import Later
from bot.desk.parts.serving import served

HERE = Path(__file__).parent


def _routes(desk: Desk) -> list[web.RouteDef]:
    later = Later(desk, "bot.desk.roster.pages")
    return [
        web.get("/desk/roster", later("month")),
        web.get("/desk/roster/shift", later("shift")),
        web.post("/desk/roster/try", later("attempt")),
        web.post("/desk/roster/save", later("save")),
        web.post("/desk/roster/undo", later("undo")),
        web.get("/desk/roster/files/{name}", served(HERE / "files")),
    ]


PAGES = Pages("roster", _routes)
