"""The files of the configuration in a browser: edited, checked, compared, saved, brought back."""

from pathlib import Path

from aiohttp import web

from bot.desk.base import Desk, Pages
from bot.desk.parts.later import Later
from bot.desk.parts.serving import served

HERE = Path(__file__).parent


def _routes(desk: Desk) -> list[web.RouteDef]:
    later = Later(desk, "bot.desk.editing.pages")
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
