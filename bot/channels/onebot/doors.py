"""Who may come in: the token of the reverse WebSocket and the signature of the HTTP POST."""

import hashlib
import hmac

from aiohttp import web

from bot.channels.parts.callbacks import Refused, read_body

LARGEST_POST = 128 * 1024
POST_SECONDS = 10.0


def check_token(request: web.Request, token: str) -> None:
    """Raises Refused: 401 without a bearer token, 403 with a wrong one (sheet section 3)."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    given = given.strip()
    if scheme.lower() != "bearer" or not given:
        raise Refused(401, "no_token", {"WWW-Authenticate": "Bearer"})
    if not _same(given, token):
        raise Refused(403, "token")


async def read_signed(request: web.Request, token: str) -> bytes:
    """The raw body under its `X-Signature`.

    Raises Refused: 401 without a signature, before the body is read; 403 with a wrong one; 413
    above 128 KiB; 408 if the body does not come in ten seconds; 400 if it breaks off.
    """
    given = request.headers.get("X-Signature", "")
    if not given:
        raise Refused(401, "no_signature")
    body = await read_body(request, LARGEST_POST, POST_SECONDS)
    if not _same(given, signature(body, token)):
        raise Refused(403, "signature")
    return body


def signature(body: bytes, token: str) -> str:
    """The value of `X-Signature` for `body`: HMAC-SHA1 is what the protocol prescribes."""
    return "sha1=" + hmac.new(token.encode(), body, hashlib.sha1).hexdigest()


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
