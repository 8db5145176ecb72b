"""The page of call takers: one sentence, typed as it is said, becomes an appointment."""

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
            handlers = import_module("bot.desk.intake.pages").handlers_of(desk)
            response: web.StreamResponse = await handlers[name](request)
            return response

        return answer

    return [
        web.get("/desk/intake", later("page")),
        web.post("/desk/intake/parse", later("parse")),
        web.post("/desk/intake/book", later("book")),
        web.post("/desk/intake/settle", later("settle")),
        web.get("/desk/intake/files/{name}", served(HERE / "files")),
    ]


PAGES = Pages("intake", _routes)
