"""Callbacks over HTTP: what is not taken, and a body that is neither too long nor too slow."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import StreamReader, web

FRESH_SECONDS = 300
"""How old a signed callback may be, or how far ahead (house.md section 7)."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
log = logging.getLogger(__name__)


class Refused(Exception):
    """A callback that is not taken; `reason` is one machine word without personal data."""

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = headers


def guarded(channel: str, handler: Handler) -> Handler:
    """`handler`, whose Refused become an answer and one line in the log."""

    async def guard(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refused as refused:
            log.warning("%s: callback refused: %s", channel, refused.reason)
            return web.Response(status=refused.status, text=refused.reason, headers=refused.headers)

    return guard


def required(query: Mapping[str, str], name: str) -> str:
    """One field of the query. Raises Refused (400) when it is missing or empty."""
    value = query.get(name)
    if not value:
        raise Refused(400, f"no_{name}")
    return value


def check_fresh(timestamp: str, now: float) -> None:
    """`timestamp` and `now` in unix seconds. Raises Refused: 400 for nonsense, 403 when stale."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise Refused(400, "timestamp")
    if abs(now - int(timestamp)) > FRESH_SECONDS:
        raise Refused(403, "stale")


async def read_body(request: web.Request, most: int, seconds: float) -> bytes:
    """The body, at most `most` bytes after decompression. Raises Refused: 413, 400, or 408 when it
    is not there after `seconds`."""
    if (request.content_length or 0) > most:
        raise Refused(413, "too_large")
    try:
        if request.content.is_eof():  # it came with the head, as from most platforms: no timer
            return await _collected(request.content, most)
        async with asyncio.timeout(seconds):
            return await _collected(request.content, most)
    except TimeoutError as error:
        raise Refused(408, "slow_body") from error
    except (web.RequestPayloadError, ConnectionError) as error:
        raise Refused(400, "broken_body") from error


async def _collected(content: StreamReader, most: int) -> bytes:
    body = bytearray()
    while not content.at_eof():
        body += await content.readany()
        if len(body) > most:
            raise Refused(413, "too_large")
    return bytes(body)
