"""The guard of every page for staff: who is signed in, in which role, from a page of ours."""

import hashlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote, urlsplit

import orjson
from aiohttp import web
from msgspec import Struct, field

from bot.channels.parts.callbacks import Refused, read_body
from bot.desk.base import Desk, Handler
from bot.desk.parts.forwarded import source_of
from bot.desk.parts.guard import BODY_SECONDS, HEADERS, check_origin, form_of, own_names
from bot.desk.parts.nearby import is_loopback, is_own_name
from bot.domain.services import Role, StaffMember
from bot.storage import Overloaded, StorageDown, UnitOfWork, sessions
from bot.storage.sessions import LONGEST, Session
from bot.usecases.office import Office

log = logging.getLogger(__name__)
COOKIE = "menting_desk"
TOKEN_HEADER, TOKEN_FIELD = "X-Menting-Token", "csrf"
LONGEST_BODY = 8192
EVERYBODY = frozenset(Role)
SIGN_IN = "/desk/signin"
Fields = Mapping[str, str]


class Staff(Struct, frozen=True):
    """A signed-in member of staff and what they ask; `fields`: the form or the JSON they sent.

    `csrf`: what their own pages send along with every order.
    """

    desk: Desk
    request: web.Request
    member: StaffMember
    session: Session
    csrf: str
    fields: Fields = field(default_factory=dict)

    def office(self, work: UnitOfWork) -> Office:
        """One turn's view of the house, in which this member of staff is the receiver."""
        desk = self.desk
        channels = frozenset(desk.channels) or None
        return Office(
            work, desk.snapshot(), desk.now(), channels=channels, receiver=self.member.name
        )

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of config/texts."""
        return self.desk.snapshot().config.texts.say(key, **values)

    def text(self, name: str) -> str:
        """One field in one line, trimmed; "" when there is none."""
        return " ".join(self.fields.get(name, "").split())


Page = Callable[[Staff], Awaitable[web.StreamResponse]]


def for_staff(
    desk: Desk, page: Page, roles: frozenset[Role] = EVERYBODY, most_bytes: int = LONGEST_BODY
) -> Handler:
    """`page`, answered only to a signed-in member of staff who has one of `roles`.

    Who is not signed in is led to the sign-in page (401 for scripts); an order (POST) must come
    from a page of this site with its token, and may be at most `most_bytes` long.
    """

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            response = await _let_in(desk, page, roles, (request, most_bytes))
        except Refused as refused:
            log.info("desk: %s refused: %s", request.path, refused.reason)
            key = "desk.refused.busy" if refused.status >= 500 else "desk.refused.other"
            text = desk.snapshot().config.texts.say(key)
            response = web.Response(status=refused.status, text=text)
        except (Overloaded, StorageDown):
            text = desk.snapshot().config.texts.say("desk.refused.busy")
            response = web.Response(status=503, text=text, headers={"Retry-After": "5"})
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return answer


async def _let_in(
    desk: Desk, page: Page, roles: frozenset[Role], came: tuple[web.Request, int]
) -> web.StreamResponse:
    request, most_bytes = came
    staff = await signed_in(desk, request)
    if staff is None:
        return _to_sign_in(request)
    if not staff.member.roles & roles:
        return web.Response(status=403, text=staff.say("desk.refused.role"))
    if request.method == "POST":
        check_origin(request, own_names(desk, request))
        fields = await _fields_of(request, most_bytes)
        told = request.headers.get(TOKEN_HEADER) or fields.get(TOKEN_FIELD, "")
        if told != staff.csrf:
            raise Refused(403, "csrf")
        staff = Staff(desk, request, staff.member, staff.session, staff.csrf, fields)
    return await page(staff)


async def signed_in(desk: Desk, request: web.Request) -> Staff | None:
    """Who is behind the cookie; None for nobody, and for who is not on the list of staff now."""
    token = request.cookies.get(COOKIE, "")
    if not token:
        return None
    now = desk.now()
    session = await desk.storage.read(lambda work: sessions.find(work, token, now))
    member = desk.snapshot().config.staff.get(session.staff_name) if session else None
    if session is None or member is None or (session.practice and not is_practice(desk, request)):
        return None
    if sessions.is_stale(session, now):
        await desk.storage.run(lambda work: sessions.see(work, token, now))
    return Staff(desk, request, member, session, _csrf(token))


def keep(response: web.StreamResponse, desk: Desk, request: web.Request, token: str) -> None:
    """The cookie of a new session: not for scripts, never sent along from another site."""
    source = source_of(request, desk.snapshot().config.channels.web_proxies)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LONGEST.total_seconds()),
        path="/desk",
        httponly=True,
        samesite="Strict",
        secure=source.is_secure,
    )


def is_practice(desk: Desk, request: web.Request) -> bool:
    """Whether this is the sandbox, asked from this very machine and by its own name."""
    is_sandbox = desk.env.get("MENTING_SANDBOX") == "1"
    is_direct = not any(name.lower().startswith("x-forwarded") for name in request.headers)
    return (
        is_sandbox
        and is_direct
        and "Forwarded" not in request.headers
        and is_loopback(request.remote or "")
        and is_own_name(request.host)
    )


def _to_sign_in(request: web.Request) -> web.StreamResponse:
    is_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    if not is_page:
        return web.Response(status=401, text="")
    to = f"{SIGN_IN}?to={quote(request.path_qs, safe='/')}"
    return web.Response(status=303, headers={"Location": to})


def led_to(asked: str) -> str:
    """Where to go after signing in: a page of ours, never another site."""
    parts = urlsplit(asked)
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith("/desk")
    return asked if is_ours and "\\" not in asked and len(asked) < 300 else "/desk"


async def _fields_of(request: web.Request, most_bytes: int) -> Fields:
    if request.content_type != "application/json":
        return await form_of(request)
    body = await read_body(request, most_bytes, BODY_SECONDS)
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as broken:
        raise Refused(400, "json") from broken
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise Refused(400, "json")
    return found


def _csrf(token: str) -> str:
    return hashlib.sha256(f"csrf:{token}".encode()).hexdigest()[:40]
