"""The site: who comes, whether they may, which page answers; what every answer carries."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from aiohttp import web

from bot.channels.parts.callbacks import Refused
from bot.desk.base import Desk, Handler
from bot.desk.book.house import Answered, BookHouse, Leads, see_other
from bot.desk.book.limits import Limit
from bot.desk.book.login import Login
from bot.desk.book.owning import Owning
from bot.desk.book.talking import VIEWS, Talking
from bot.desk.book.times import Times
from bot.desk.book.visits import CHANNEL, Visit, cookie_of, forget, keep, visitor_of
from bot.desk.parts.forwarded import source_of
from bot.desk.parts.guard import HEADERS, Form, check_origin, form_of, own_names
from bot.domain.messages import ContactRef
from bot.storage import Overloaded, StorageDown, visitors

Look = Callable[[Visit], Awaitable[Answered]]
Act = Callable[[Visit, Form], Awaitable[Answered]]
log = logging.getLogger(__name__)

LOOKS_PER_ACT, BURST_OF_LOOKS = 5, 1.5  # pages, pictures and files come with every form
_OWN_PAGE = re.compile(r"/book(?:/[A-Za-z0-9]+)*(?:\?[A-Za-z0-9=&%.+-]*)?")
_BUSY = {"Retry-After": "5"}


class Site:
    """All pages under /book."""

    def __init__(self, desk: Desk) -> None:
        self._house = house = BookHouse(desk)
        self._login = login = Login(house)
        talking, times = Talking(house), Times(house)
        owning = Owning(house, talking)
        self._looks: dict[str, Look] = {
            "talk": self._home(talking.talk),
            "step": talking.step,
            "messages": talking.messages,
            "events": talking.events,
            "times": times.times,
            "mine": owning.mine,
            "find": owning.find,
            "ticket": owning.ticket,
            "qr": owning.qr,
            "ics": owning.ics,
            "privacy": self._privacy,
            "wechat": login.come_back,
        }
        self._acts: dict[str, Act] = {
            "say": talking.say,
            "order": owning.order,
            "prove": owning.prove,
            "type": self._type,
            "leave": self._leave,
        }
        limits = desk.snapshot().config.channels
        visitor, address = limits.web_per_visitor, limits.web_per_address
        self._may_look = Limit(address * LOOKS_PER_ACT, address * BURST_OF_LOOKS)
        self._may_act, self._visitor_may_act = Limit(address, address), Limit(visitor, visitor)

    def handlers(self) -> dict[str, Handler]:
        """All handlers by name."""
        return {name: partial(self._answer, name) for name in (*self._looks, *self._acts)}

    async def _answer(self, name: str, request: web.Request) -> web.StreamResponse:
        """The answer to one request, written out; then what was shown counts as delivered."""
        visit = self._stranger(request)
        try:
            visit = await self._recognised(visit)
            answered = await self._answered(name, visit)
        except Refused as refused:
            log.info("book: %s refused: %s", name, refused.reason)
            answered = self._refusal(visit, refused)
        except Leads as leads:
            answered = Answered(see_other(leads.path))
        except (Overloaded, StorageDown):
            answered = self._refusal(visit, Refused(503, "busy", _BUSY))
        return await self._write(visit, answered)

    async def _answered(self, name: str, visit: Visit) -> Answered:
        now = self._house.desk.now().timestamp()
        if not self._may_look.spend(visit.source.address, now):
            raise Refused(429, "flood", {"Retry-After": "30"})
        if name in self._looks:
            return await self._looks[name](visit)
        check_origin(visit.request, own_names(self._house.desk, visit.request))
        form = await form_of(visit.request)
        if not visit.is_known and name != "type":
            raise Refused(400, "cookie")
        may = self._may_act.spend(visit.source.address, now)
        if not may or not self._visitor_may_act.spend(visit.visitor, now):
            raise Refused(429, "flood", {"Retry-After": "30"})
        return await self._acts[name](visit, form)

    def _stranger(self, request: web.Request) -> Visit:
        proxies = self._house.desk.snapshot().config.channels.web_proxies
        token, is_known, is_big = cookie_of(request)
        visitor = visitor_of(token)
        source, own = source_of(request, proxies), ContactRef(CHANNEL, visitor)
        return Visit(request, source, token, visitor, own, is_known, is_big)

    async def _recognised(self, visit: Visit) -> Visit:
        """With the contact the visitor was found to be."""
        if not visit.is_known:
            return visit
        found = await self._house.desk.storage.read(lambda w: visitors.find(w, visit.visitor))
        return visit.speaking_as(found) if found else visit

    def _home(self, talk: Look) -> Look:
        async def home(visit: Visit) -> Answered:
            if way := self._login.way_for(visit):
                raise Leads(way)
            return await talk(visit)

        return home

    async def _privacy(self, visit: Visit) -> Answered:
        return self._house.page(visit, "privacy", {})

    async def _type(self, visit: Visit, form: Form) -> Answered:
        """Large type on or off."""
        back = form.get("back", "")
        response = see_other(back if _OWN_PAGE.fullmatch(back) else VIEWS["talk"])
        keep(response, visit, is_big=form.get("big") == "1")
        return Answered(response)

    async def _leave(self, visit: Visit, form: Form) -> Answered:
        """The next one at this device is somebody else."""
        await self._house.desk.storage.run(lambda work: visitors.unlink(work, visit.visitor))
        response = see_other("/book?left=1")
        forget(response)
        return Answered(response)

    def _refusal(self, visit: Visit, refused: Refused) -> Answered:
        """A page, or a line for the script, that says kindly what to do."""
        known = self._house.desk.snapshot().config.texts.by_key
        key = f"refused.{refused.reason}"
        text = self._house.say(key if f"book.{key}" in known else "refused.other")
        if "application/json" in visit.request.headers.get("Accept", ""):
            body: web.StreamResponse = web.json_response({"fault": text}, status=refused.status)
            answered = Answered(body)
        else:
            answered = self._house.page(visit, "refused", {"text": text}, refused.status)
        answered.response.headers.update(refused.headers or {})
        return answered

    async def _write(self, visit: Visit, answered: Answered) -> web.StreamResponse:
        response = answered.response
        if response.prepared:
            return response
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not visit.is_known and not response.cookies and response.status < 400:
            keep(response, visit, is_big=False)
        await response.prepare(visit.request)
        await response.write_eof()
        if answered.seen and visit.request.method != "HEAD":
            await self._seen(visit, answered.seen)
        return response

    async def _seen(self, visit: Visit, last: int) -> None:
        try:
            await self._house.mark_seen(visit, last)
        except (Overloaded, StorageDown):
            log.warning("book: not noted as delivered: the database is busy")


def handlers_of(desk: Desk) -> Mapping[str, Handler]:
    """All handlers of one site, which keeps its limits among them."""
    return Site(desk).handlers()
