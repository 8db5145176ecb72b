"""The handler of the calendars: whoever knows the secret address reads, nobody signs in."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from bot.desk.base import Desk, Handler
from bot.sheets.feed import write_feed
from bot.usecases.feeds import feed_of
from bot.usecases.office import Office

LONGEST_SECRET = 64
_HEADERS = {
    "Cache-Control": "private, max-age=900",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


def handlers_of(desk: Desk) -> Mapping[str, Handler]:
    """All handlers by name."""

    async def feed(request: web.Request) -> web.StreamResponse:
        secret = request.match_info["secret"]
        content = await _content(desk, secret) if len(secret) <= LONGEST_SECRET else None
        if content is None:
            raise web.HTTPNotFound
        return web.Response(
            body=content, content_type="text/calendar", charset="utf-8", headers=_HEADERS
        )

    return {"feed": feed}


async def _content(desk: Desk, secret: str) -> bytes | None:
    snapshot, now = desk.snapshot(), desk.now()
    found = await desk.storage.read(lambda work: feed_of(Office(work, snapshot, now), secret))
    return await asyncio.to_thread(write_feed, *found) if found else None
