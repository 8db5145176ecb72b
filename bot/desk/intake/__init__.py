"""The page of call takers: one sentence, typed as it is said, becomes an appointment."""

from pathlib import Path

from aiohttp import web

from bot.desk.base import Desk, Pages
from bot.desk.parts.later import Later
from bot.desk.parts.serving import served

HERE = Path(__file__).parent


def _routes(desk: Desk) -> list[web.RouteDef]:
    later = Later(desk, "bot.desk.intake.pages")
    return [
        web.get("/desk/intake", later("page")),
        web.post("/desk/intake/parse", later("parse")),
        web.post("/desk/intake/book", later("book")),
        web.post("/desk/intake/settle", later("settle")),
        web.get("/desk/intake/files/{name}", served(HERE / "files")),
    ]


PAGES = Pages("intake", _routes)
