"""Who may come in: the token of the reverse WebSocket and the signature of the HTTP POST."""

import asyncio
import hashlib
import hmac

from aiohttp import web

LARGEST_POST = 128 * 1024
POST_SECONDS = 10.0


def check_token(request: web.Request, token: str) -> None:
    """Raises 401 without a bearer token, 403 with a wrong one (sheet section 3)."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    given = given.strip()
    if scheme.lower() != "bearer" or not given:
        raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
    if not _same(given, token):
        raise web.HTTPForbidden


def check_signature(request: web.Request, body: bytes, token: str) -> None:
    """Raises 401 without `X-Signature`, 403 with a wrong one."""
    given = request.headers.get("X-Signature", "")
    if not given:
        raise web.HTTPUnauthorized
    if not _same(given, signature(body, token)):
        raise web.HTTPForbidden


def signature(body: bytes, token: str) -> str:
    """The value of `X-Signature` for `body`: HMAC-SHA1 is what the protocol prescribes."""
    return "sha1=" + hmac.new(token.encode(), body, hashlib.sha1).hexdigest()


async def read_body(request: web.Request) -> bytes:
    """The raw body. Raises 413 above 128 KiB, 408 if it does not come in ten seconds."""
    body = bytearray()
    try:
        async with asyncio.timeout(POST_SECONDS):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > LARGEST_POST:
                    raise web.HTTPRequestEntityTooLarge(LARGEST_POST, len(body))
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    return bytes(body)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
