"""The residents' page /book, the sixth channel: talk, form, calendar, own appointments.

Its parts are imported when somebody opens it first: a start pays nothing for it.
"""

from pathlib import Path

from aiohttp import web

from bot.desk.base import Desk, Pages
from bot.desk.parts.later import Later
from bot.desk.parts.serving import served

HERE = Path(__file__).parent


def _routes(desk: Desk) -> list[web.RouteDef]:
    later = Later(desk, "bot.desk.book.site")
    return [
        web.get("/book", later("talk")),
        web.get("/book/step", later("step")),
        web.get("/book/messages", later("messages")),
        web.get("/book/events", later("events"), allow_head=False),
        web.get("/book/times", later("times")),
        web.get("/book/mine", later("mine")),
        web.get("/book/find", later("find")),
        web.get("/book/privacy", later("privacy")),
        web.get("/book/wechat", later("wechat"), allow_head=False),
        web.get("/book/ticket/{code}", later("ticket")),
        web.get("/book/ticket/{code}/qr.svg", later("qr")),
        web.get("/book/ticket/{code}/appointment.ics", later("ics")),
        web.get("/book/files/{name}", served(HERE / "files")),
        web.post("/book/say", later("say")),
        web.post("/book/order", later("order")),
        web.post("/book/find", later("prove")),
        web.post("/book/type", later("type")),
        web.post("/book/leave", later("leave")),
    ]


PAGES = Pages("book", _routes)
