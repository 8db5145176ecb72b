"""Who looks at the page: a random cookie, strictly necessary, of which only a hash is kept."""

import hashlib
import re
import secrets

from aiohttp import web
from msgspec import Struct
from msgspec.structs import replace

from bot.desk.parts.forwarded import Source
from bot.domain.messages import ContactRef

CHANNEL = "web"
COOKIE = "menting_visitor"
KEPT_SECONDS = 180 * 24 * 3600
_BIG = ".big"
_COOKIE = re.compile(r"([A-Za-z0-9_-]{43})(\.big)?")


class Visit(Struct, frozen=True):
    """One request. `token` is the cookie, `visitor` its hash, `ref` the contact that speaks: the
    visitor's own on `web`, or the WeChat contact they were found to be. `is_known`: the browser
    brought the cookie along; `is_big`: large type."""

    request: web.Request
    source: Source
    token: str
    visitor: str
    ref: ContactRef
    is_known: bool
    is_big: bool

    @property
    def is_linked(self) -> bool:
        """Whether somebody known on another channel looks at the page."""
        return self.ref.channel != CHANNEL

    def speaking_as(self, ref: ContactRef) -> "Visit":
        """The same visit of somebody who was found to be `ref`."""
        return replace(self, ref=ref)


def cookie_of(request: web.Request) -> tuple[str, bool, bool]:
    """Token, whether the browser brought it, whether large type is wanted."""
    found = _COOKIE.fullmatch(request.cookies.get(COOKIE, ""))
    if found is None:
        return secrets.token_urlsafe(32), False, False
    return found[1], True, found[2] is not None


def visitor_of(token: str) -> str:
    """The hash of a token: the address of a contact on `web`."""
    return hashlib.sha256(token.encode()).hexdigest()[:40]


def keep(response: web.StreamResponse, visit: Visit, *, is_big: bool) -> None:
    """Set the cookie: not for scripts, not along with other sites' forms."""
    value = visit.token + (_BIG if is_big else "")
    response.set_cookie(
        COOKIE,
        value,
        max_age=KEPT_SECONDS,
        path="/book",
        httponly=True,
        samesite="Lax",
        secure=visit.source.is_secure,
    )


def forget(response: web.StreamResponse) -> None:
    """The visitor leaves this device."""
    response.del_cookie(COOKIE, path="/book", httponly=True, samesite="Lax")
