"""Signing in to the pages for staff: one-time link, password, and a click in the sandbox."""

from aiohttp import web

from bot.desk.base import Desk, Pages
from bot.desk.parts.later import Later


def _routes(desk: Desk) -> list[web.RouteDef]:
    later = Later(desk, "bot.desk.signin.pages")
    return [
        web.get("/desk/signin", later("form")),
        web.post("/desk/signin", later("password")),
        web.get("/desk/in", later("link"), allow_head=False),
        web.post("/desk/in", later("use_link")),
        web.post("/desk/practice", later("practice")),
        web.post("/desk/signout", later("sign_out")),
        web.get("/desk/sessions", later("sessions")),
        web.post("/desk/sessions", later("end")),
    ]


PAGES = Pages("signin", _routes)
