"""The talk on the page: what is written goes through the house's door, as on every channel."""

import asyncio
import hashlib
import secrets

from aiohttp import web

from bot.channels.base import Answer, Busy
from bot.channels.parts.callbacks import Refused
from bot.channels.web.openings import Opening
from bot.desk.book.house import Answered, BookHouse, Leads, TalkNow
from bot.desk.book.visits import Visit
from bot.desk.parts.guard import HEADERS, Form, nonce_of, text_of
from bot.domain.delivery import join_texts
from bot.domain.messages import InboundMessage, MessageKind

PING_SECONDS = 15.0
LONGEST_STREAM = 1800.0
RETRY_AFTER = "5"
_AWAY = (ConnectionResetError,)
VIEWS = {"talk": "/book", "step": "/book/step"}


class Talking:
    """Chat and step-by-step form: two views of one talk."""

    def __init__(self, house: BookHouse) -> None:
        self._house = house

    async def talk(self, visit: Visit) -> Answered:
        """The chat."""
        now = await self._house.talk_of(visit)
        return self._house.page(visit, "talk", self._house.talk_values(now))

    async def step(self, visit: Visit) -> Answered:
        """One question a screen."""
        now = await self._house.talk_of(visit)
        values = self._house.talk_values(now)
        if not values["is_open"]:
            values["categories"] = self._categories()
            values["is_anew"] = "new" in visit.request.query
        return self._house.page(visit, "step", values)

    async def messages(self, visit: Visit) -> Answered:
        """What is new since `after`, for the script: a fetch is the proof that it arrived."""
        after = visit.request.query.get("after", "0")
        if not (after.isascii() and after.isdigit() and len(after) < 16):
            raise Refused(400, "after")
        now = await self._house.talk_of(visit, int(after))
        return self._fragment(visit, now, int(after))

    async def events(self, visit: Visit) -> Answered:
        """Server-sent events that only say: there is something to fetch."""
        channel = self._house.channel
        opening = channel.openings.open(visit.ref.address) if channel else None
        if channel is None or opening is None or visit.is_linked:
            raise Refused(503, "no_live", {"Retry-After": "60"})
        headers = {**HEADERS, "Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        try:
            await response.prepare(visit.request)
            await response.write(b"retry: 3000\n\n")
            await _stream(response, opening)
        except _AWAY:
            pass  # the page comes again by itself
        finally:
            channel.openings.close(opening)
        return Answered(response)

    async def say(self, visit: Visit, form: Form) -> Answered:
        """A message was written or a choice made."""
        text, nonce = text_of(form), nonce_of(form)
        view = VIEWS.get(form.get("view", ""), VIEWS["talk"])
        if text:
            (await self.hear(visit, text, nonce)).done()
        if "application/json" not in visit.request.headers.get("Accept", ""):
            raise Leads(f"{view}#now")
        after = form.get("after", "0")
        last = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0
        return self._fragment(visit, await self._house.talk_of(visit, last), last)

    async def hear(self, visit: Visit, text: str, nonce: str) -> Answer:
        """Hand a message to the house. The same form sent again acts once. Raises Refused (503)."""
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        message = InboundMessage(
            key=f"web:{visit.visitor[:16]}:{nonce}:{digest}",
            contact=visit.ref,
            kind=MessageKind.TEXT,
            text=text,
            at=self._house.desk.now(),
            passive=True,
        )
        try:
            return await self._house.desk.receive(message)
        except Busy as busy:
            raise Refused(503, "busy", {"Retry-After": RETRY_AFTER}) from busy

    def _fragment(self, visit: Visit, now: TalkNow, after: int) -> Answered:
        """New messages and the answers they ask for, as pieces of the page."""
        house = self._house
        values = house.talk_values(now)
        if not now.letters:
            return Answered(web.json_response({"last": after}, headers=HEADERS))
        parts = house.templates.get_template("parts.html.j2").make_module({"say": house.say})
        body = {
            "last": now.last,
            "bubbles": str(parts.bubbles(now.letters, values["said"])),  # type: ignore[attr-defined]  # a macro
            "answers": str(parts.answers(values)),  # type: ignore[attr-defined]
            "nonce": secrets.token_urlsafe(16),
            "spoken": join_texts(letter.text for letter in now.letters),
        }
        return Answered(web.json_response(body, headers=HEADERS), now.last)

    def _categories(self) -> dict[str, list[dict[str, object]]]:
        found: dict[str, list[dict[str, object]]] = {}
        for service in self._house.desk.snapshot().config.catalogue.services.values():
            entry: dict[str, object] = {"name": service.name, "holiday": service.holiday}
            found.setdefault(service.category, []).append(entry)
        return found


async def _stream(response: web.StreamResponse, opening: Opening) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + LONGEST_STREAM
    while loop.time() < until:
        try:
            async with asyncio.timeout(PING_SECONDS):
                await opening.news.wait()
        except TimeoutError:
            await response.write(b": still here\n\n")
            continue
        opening.news.clear()
        if opening.is_over:
            return
        await response.write(b"data: news\n\n")
