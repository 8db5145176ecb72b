"""/feeds/SECRET.ics: the duty roster for the calendars of phones, one a person and the centre's."""

from aiohttp import web

from bot.desk.base import Desk, Pages
from bot.desk.parts.later import Later


def _routes(desk: Desk) -> list[web.RouteDef]:
    return [web.get("/feeds/{secret}.ics", Later(desk, "bot.desk.feeds.pages")("feed"))]


PAGES = Pages("feeds", _routes)
