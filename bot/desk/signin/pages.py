"""The pages and orders of signing in and out."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from msgspec import Struct

from bot.channels.parts.callbacks import Refused
from bot.desk.base import Desk, Handler
from bot.desk.parts.forwarded import source_of
from bot.desk.parts.guard import check_origin, form_of, own_names, text_of
from bot.desk.parts.paper import led, written
from bot.desk.parts.staff_only import (
    COOKIE,
    SIGN_IN,
    Staff,
    for_staff,
    is_practice,
    keep,
    led_to,
)
from bot.desk.signin.passwords import LONGEST, matches
from bot.storage import Overloaded, StorageDown, UnitOfWork, sessions
from bot.usecases.office import Office
from bot.usecases.signing_in import (
    SignedIn,
    begin,
    forget_failures,
    is_locked,
    note_failure,
)

LONGEST_TOKEN = 100
Form = Mapping[str, str]


class SignInPages(Struct, frozen=True):
    """Everything for who is not signed in yet."""

    desk: Desk

    async def form(self, request: web.Request) -> web.Response:
        """Name and password; in the sandbox also one button for each member of staff."""
        return self._form(request, led_to(request.query.get("to", "/desk")))

    async def password(self, request: web.Request, form: Form) -> web.Response:
        """The password way; the same words for an unknown name and a wrong password."""
        name, said = text_of(dict(form), "name"), form.get("password", "")[: LONGEST + 1]
        to, address = led_to(form.get("to", "/desk")), self._address(request)

        async def look(work: UnitOfWork) -> tuple[bool, str | None]:
            office = self._office(work)
            return await is_locked(office, name, address), await sessions.password_of(work, name)

        locked, kept = await self.desk.storage.read(look)
        if locked:
            return self._form(request, to, "locked", 429)
        is_known = name in self.desk.snapshot().config.staff
        if not await asyncio.to_thread(matches, kept, said) or not is_known:
            await self.desk.storage.run(
                lambda work: note_failure(self._office(work), name, address)
            )
            return self._form(request, to, "wrong", 403)

        async def enter(work: UnitOfWork) -> SignedIn:
            await forget_failures(self._office(work), name)
            return await self._begin(work, request, name)

        return self._entered(request, await self.desk.storage.run(enter), to)

    async def link(self, request: web.Request) -> web.Response:
        """What the link shows: whose it is and one button. Nothing is used up by looking, since
        chats open links by themselves."""
        token = request.query.get("k", "")[:LONGEST_TOKEN]
        now = self.desk.now()
        name = await self.desk.storage.read(lambda work: sessions.link_of(work, token, now))
        if name is None:
            return self._form(request, "/desk", "link_over", 403)
        return written(self.desk, None, "signin/link", {"name": name, "token": token})

    async def use_link(self, request: web.Request, form: Form) -> web.Response:
        """The button of the link: it works once."""
        token, address = form.get("k", "")[:LONGEST_TOKEN], self._address(request)

        async def enter(work: UnitOfWork) -> SignedIn | None:
            office = self._office(work)
            if await is_locked(office, "", address):
                return None
            name = await sessions.use_link(work, token, office.now)
            if name is None or name not in office.config.staff:
                await note_failure(office, "", address)
                return None
            return await self._begin(work, request, name)

        entered = await self.desk.storage.run(enter)
        if entered is None:
            return self._form(request, "/desk", "link_over", 403)
        return self._entered(request, entered, "/desk")

    async def practice(self, request: web.Request, form: Form) -> web.Response:
        """One click as anybody of the sample staff: only in the sandbox, on this machine."""
        name = form.get("name", "")
        if not is_practice(self.desk, request) or name not in self.desk.snapshot().config.staff:
            raise Refused(403, "practice")
        entered = await self.desk.storage.run(
            lambda work: begin(self._office(work), name, _device(request), practice=True)
        )
        return self._entered(request, entered, led_to(form.get("to", "/desk")))

    async def _begin(self, work: UnitOfWork, request: web.Request, name: str) -> SignedIn:
        if before := request.cookies.get(COOKIE):
            await sessions.close(work, before)
        return await begin(self._office(work), name, _device(request))

    def _entered(self, request: web.Request, entered: SignedIn, to: str) -> web.Response:
        response = led(to)
        keep(response, self.desk, request, entered.token)
        return response

    def _form(
        self, request: web.Request, to: str, fault: str = "", status: int = 200
    ) -> web.Response:
        config = self.desk.snapshot().config
        said = config.texts.say(f"desk.signin.fault_{fault}") if fault else ""
        staff = config.staff.values() if is_practice(self.desk, request) else ()
        practice = [
            (one, [config.texts.say(f"desk.role.{role.value}") for role in sorted(one.roles)])
            for one in staff
        ]
        values = {"to": to, "fault": said, "practice": practice}
        return written(self.desk, None, "signin/form", values, status)

    def _office(self, work: UnitOfWork) -> Office:
        return Office(work, self.desk.snapshot(), self.desk.now())

    def _address(self, request: web.Request) -> str:
        return source_of(request, self.desk.snapshot().config.channels.web_proxies).address


async def sign_out(staff: Staff) -> web.StreamResponse:
    """This browser forgets who it was."""
    token = staff.request.cookies.get(COOKIE, "")
    await staff.desk.storage.run(lambda work: sessions.close(work, token))
    response = led(SIGN_IN)
    response.del_cookie(COOKIE, path="/desk", httponly=True, samesite="Strict")
    return response


async def list_sessions(staff: Staff) -> web.StreamResponse:
    """Where one is signed in, each to be ended."""
    name, now = staff.member.name, staff.desk.now()
    found = await staff.desk.storage.read(lambda work: sessions.of_staff(work, name, now))
    return written(staff.desk, staff, "signin/sessions", {"sessions": found})


async def end_session(staff: Staff) -> web.StreamResponse:
    """End one of one's own sessions; another's label ends nothing."""
    label = staff.text("label")
    await staff.desk.storage.run(
        lambda work: sessions.close_labelled(work, staff.member.name, label)
    )
    return led("/desk/sessions")


def handlers_of(desk: Desk) -> Mapping[str, Handler]:
    """All handlers by name."""
    pages = SignInPages(desk)
    return {
        "form": pages.form,
        "link": pages.link,
        "password": _from_here(desk, pages.password),
        "use_link": _from_here(desk, pages.use_link),
        "practice": _from_here(desk, pages.practice),
        "sign_out": for_staff(desk, sign_out),
        "sessions": for_staff(desk, list_sessions),
        "end": for_staff(desk, end_session),
    }


def _from_here(desk: Desk, act: Callable[[web.Request, Form], Awaitable[web.Response]]) -> Handler:
    """An order of somebody who is not signed in yet: from a page of this site, and small."""

    async def answer(request: web.Request) -> web.StreamResponse:
        texts = desk.snapshot().config.texts
        try:
            check_origin(request, own_names(desk, request))
            return await act(request, await form_of(request))
        except Refused as refused:
            return web.Response(status=refused.status, text=texts.say("desk.refused.other"))
        except (Overloaded, StorageDown):
            return web.Response(status=503, text=texts.say("desk.refused.busy"))

    return answer


def _device(request: web.Request) -> str:
    """A browser as its owner may know it again: its kind and system, no more."""
    said = request.headers.get("User-Agent", "")
    known = ("MicroMessenger", "Edg", "Firefox", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    kind = next((each for each in known if each in said), "")
    return " ".join(filter(None, (kind, next((each for each in systems if each in said), ""))))
