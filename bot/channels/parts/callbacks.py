"""Callbacks over HTTP: what is not taken, and a body that is neither too long nor too slow."""

import asyncio
from collections.abc import Mapping

from aiohttp import StreamReader, web

FRESH_SECONDS = 300
"""How old a signed callback may be, or how far ahead (house.md section 7)."""


class Refused(Exception):
    """A callback that is not taken; `reason` is one machine word without personal data."""

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = headers


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
