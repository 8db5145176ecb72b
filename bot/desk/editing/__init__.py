"""The files of the configuration in a browser: edited, checked, compared, saved, brought back."""

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
            handlers = import_module("bot.desk.editing.pages").handlers_of(desk)
            response: web.StreamResponse = await handlers[name](request)
            return response

        return answer

    return [
        web.get("/desk/config", later("overview")),
        web.get("/desk/config/file", later("file")),
        web.get("/desk/config/proposal", later("proposal")),
        web.post("/desk/config/check", later("check")),
        web.post("/desk/config/diff", later("compare")),
        web.post("/desk/config/save", later("save")),
        web.post("/desk/config/decide", later("decide")),
        web.get("/desk/config/files/{name}", served(HERE / "files")),
    ]


PAGES = Pages("editing", _routes)
