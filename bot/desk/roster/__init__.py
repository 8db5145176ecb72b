"""The roster in a browser: a month of both rosters, and every shift to be changed by a click."""

from importlib import import_module
from pathlib import Path

from aiohttp import web

from bot.desk.base import Desk, Pages
from bot.desk.files import served
from bot.desk.staff_only import Handler

HERE = Path(__file__).parent


def _routes(desk: Desk) -> list[web.RouteDef]:
    def later(name: str) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            handlers = import_module("bot.desk.roster.pages").handlers_of(desk)
            response: web.StreamResponse = await handlers[name](request)
            return response

        return answer

    return [
        web.get("/desk/roster", later("month")),
        web.get("/desk/roster/shift", later("shift")),
        web.post("/desk/roster/try", later("attempt")),
        web.post("/desk/roster/save", later("save")),
        web.post("/desk/roster/undo", later("undo")),
        web.get("/desk/roster/files/{name}", served(HERE / "files")),
    ]


PAGES = Pages("roster", _routes)
