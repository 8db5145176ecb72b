"""Files every page may use: /files/base.css."""

from pathlib import Path

from aiohttp import web

from bot.desk.base import Desk, Pages
from bot.desk.parts.serving import served

HERE = Path(__file__).parent


def _routes(_desk: Desk) -> list[web.RouteDef]:
    return [web.get("/files/{name}", served(HERE))]


PAGES = Pages("files", _routes)
