"""/feeds/SECRET.ics: the duty roster for the calendars of phones, one a person and the centre's."""

import asyncio

from aiohttp import web

from bot.desk.base import Desk, Pages

_HEADERS = {
    "Cache-Control": "private, max-age=900",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}
LONGEST_SECRET = 64


def _routes(desk: Desk) -> list[web.RouteDef]:
    async def answer(request: web.Request) -> web.StreamResponse:
        secret = request.match_info["secret"]
        content = await _content(desk, secret) if len(secret) <= LONGEST_SECRET else None
        if content is None:
            raise web.HTTPNotFound
        return web.Response(
            body=content, content_type="text/calendar", charset="utf-8", headers=_HEADERS
        )

    return [web.get("/feeds/{secret}.ics", answer)]


async def _content(desk: Desk, secret: str) -> bytes | None:
    from bot.sheets.feed import write_feed  # not at the start
    from bot.usecases.feeds import feed_of
    from bot.usecases.office import Office

    snapshot, now = desk.snapshot(), desk.now()
    found = await desk.storage.read(lambda work: feed_of(Office(work, snapshot, now), secret))
    return await asyncio.to_thread(write_feed, *found) if found else None


PAGES = Pages("feeds", _routes)
