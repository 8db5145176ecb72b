"""What is let in: forms of this very site, small and in time; what browsers are told."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from bot.channels.parts.callbacks import Refused, read_body
from bot.desk.base import Desk
from bot.domain.characters import clean

LONGEST_BODY = 8192
LONGEST_TEXT = 500
BODY_SECONDS = 10.0
_MOST_FIELDS = 8
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,40}")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Form = dict[str, str]


def own_names(desk: Desk, request: web.Request) -> tuple[str, ...]:
    """The names of this site, as a browser says them in Origin."""
    configured = desk.snapshot().config.channels.web_address
    return (request.host, configured.partition("//")[2] or request.host)


def check_origin(request: web.Request, own: Iterable[str]) -> None:
    """Only pages of this site may send forms; `own` are its names. Raises Refused (403).

    Browsers too old to say Origin say Referer; who says neither is refused.
    """
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Refused(403, "origin")
    try:
        host = str(urlsplit(said).netloc)
    except ValueError as nonsense:
        raise Refused(403, "origin") from nonsense
    if not host or host not in own:
        raise Refused(403, "origin")


async def form_of(request: web.Request) -> Form:
    """The fields of a form. Raises Refused: 413, 415, 408, 400."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise Refused(415, "content_type")
    body = await read_body(request, LONGEST_BODY, BODY_SECONDS)
    try:
        fields = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as nonsense:
        raise Refused(400, "form") from nonsense
    return dict(fields)


def text_of(form: Form, name: str = "text") -> str:
    """A field in one line, trimmed. Raises Refused (413) for what is too long."""
    text = " ".join(clean(form.get(name, "")).split())
    if len(text) > LONGEST_TEXT:
        raise Refused(413, "too_long")
    return text


def nonce_of(form: Form) -> str:
    """The random name of the form. Raises Refused (400)."""
    nonce = form.get("nonce", "")
    if not _NONCE.fullmatch(nonce):
        raise Refused(400, "nonce")
    return nonce
