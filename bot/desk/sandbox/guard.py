"""Who may drive the sandbox: pages of this very server, opened on this machine by its own name.

The sandbox has no login. Another web site must neither drive it (Origin) nor read it by pointing
its own name at this machine (Host).
"""

from urllib.parse import urlsplit

import orjson
from aiohttp import web

from bot.desk.base import Handler
from bot.desk.parts.nearby import is_loopback, is_own_name
from bot.desk.sandbox.stage import Hands

Json = dict[str, object]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
LONGEST_BODY = 4096
LONGEST_TEXT = 500


def guarded(hands: Hands, handler: Handler) -> Handler:
    """`handler`, answered only to this machine, and under a name that nobody else can own."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if hands.is_open:
            return await handler(request)
        if not is_loopback(request.remote or ""):
            text = hands.say("wrong_machine")
        elif not is_own_name(request.host):
            text = hands.say("wrong_host", host=request.host)
        else:
            return await handler(request)
        return web.Response(status=403, text=text, headers=HEADERS)

    return answer


async def body_of(request: web.Request) -> Json:
    """The JSON object of a request from this very page; another web site is refused.

    Raises HTTPForbidden, HTTPRequestEntityTooLarge, HTTPBadRequest.
    """
    origin = urlsplit(request.headers.get("Origin", ""))
    if request.content_type != "application/json" or origin.netloc != request.host:
        raise web.HTTPForbidden
    if (request.content_length or LONGEST_BODY + 1) > LONGEST_BODY:
        raise web.HTTPRequestEntityTooLarge(LONGEST_BODY, request.content_length or 0)
    try:
        body = orjson.loads(await request.read())
    except orjson.JSONDecodeError as broken:
        raise web.HTTPBadRequest from broken
    if not isinstance(body, dict):
        raise web.HTTPBadRequest
    return body


def text_of(asked: Json, name: str) -> str:
    """The text under `name`, trimmed; "" when there is none. Raises HTTPBadRequest."""
    value = asked.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise web.HTTPBadRequest
    return value.strip()
