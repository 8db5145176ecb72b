"""Signing in to the pages for staff: one-time link, password, and a click in the sandbox."""

from collections.abc import Awaitable, Callable
from importlib import import_module

from aiohttp import web

from bot.desk.base import Desk, Pages

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _routes(desk: Desk) -> list[web.RouteDef]:
    def later(name: str) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            handlers = import_module("bot.desk.signin.pages").handlers_of(desk)
            response: web.StreamResponse = await handlers[name](request)
            return response

        return answer

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
