"""One's own appointments: list, lookup by code and digits, the card with QR code and ICS."""

import asyncio
import re
import secrets
from importlib import import_module
from io import BytesIO

from aiohttp import web

from bot.channels.parts.callbacks import Refused
from bot.desk.book.house import Answered, BookHouse, Leads
from bot.desk.book.limits import Limit
from bot.desk.book.talking import Talking
from bot.desk.book.visits import Visit
from bot.desk.parts.guard import Form, nonce_of
from bot.domain.tickets import OPEN_STATUSES, Status, Ticket
from bot.storage import UnitOfWork, contacts
from bot.usecases.proof import DIGITS, may_guess, prove
from bot.usecases.wording import when_of

WRONG_AN_HOUR = 10
MOST_PAST = 10
_CODE = re.compile(r"[A-Z][0-9]{2,9}")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_CHANGEABLE = frozenset({Status.REQUESTED, Status.CONFIRMED})


class Owning:
    """What a visitor may see of appointments; the same words for none, a wrong one, another's."""

    def __init__(self, house: BookHouse, talking: Talking) -> None:
        self._house, self._talking = house, talking
        # Contacts cost nothing here, so that wrong guesses count against the address as well.
        self._wrong = Limit(WRONG_AN_HOUR / 60, WRONG_AN_HOUR)

    async def mine(self, visit: Visit) -> Answered:
        """Everything this visitor has booked."""
        now = await self._house.talk_of(visit)
        past = [self._house.line(t) for t in reversed(now.own) if t.status not in OPEN_STATUSES]
        return self._house.page(
            visit, "mine", {"own": self._house.lines(now.own), "past": past[:MOST_PAST]}
        )

    async def find(self, visit: Visit) -> Answered:
        """The form for code and digits; a QR code brings the code along."""
        code = visit.request.query.get("code", "").upper()
        return self._form(visit, code if _CODE.fullmatch(code) else "")

    async def prove(self, visit: Visit, form: Form) -> Answered:
        """Code and digits: the card, or one more wrong guess."""
        code = re.sub(r"[\s\-]", "", form.get("code", "")).translate(_WIDE).upper()
        digits = re.sub(r"\s", "", form.get("digits", "")).translate(_WIDE)
        is_digits = len(digits) == DIGITS and digits.isascii() and digits.isdigit()
        if not _CODE.fullmatch(code) or not is_digits:
            return self._form(visit, code[:10], fault="find.malformed")
        clock, line = self._house.desk.now().timestamp(), visit.source.address
        if self._wrong.is_spent(line, clock):
            raise Refused(429, "guesses", {"Retry-After": "600"})
        found = await self._house.desk.storage.run(
            lambda work: self._try(work, visit, code, digits)
        )
        if found is None:
            raise Refused(429, "guesses", {"Retry-After": "3600"})
        if not found:
            self._wrong.spend(line, clock)
            return self._form(visit, code, fault="find.wrong")
        raise Leads(f"/book/ticket/{code}")

    async def _try(self, work: UnitOfWork, visit: Visit, code: str, digits: str) -> bool | None:
        """Whether code and digits belong together; None when too much was guessed."""
        office = self._house.office(work)
        contact = await contacts.find(work, visit.ref)
        contact = contact or await contacts.meet(work, visit.ref, None, office.now)
        if not await may_guess(office, contact, code):
            return None
        return await prove(office, contact, code, digits) is not None

    def _form(self, visit: Visit, code: str, fault: str = "") -> Answered:
        values = {"code": code, "fault": fault}
        return self._house.page(visit, "find", values, 422 if fault else 200)

    async def ticket(self, visit: Visit) -> Answered:
        """The card of one appointment."""
        ticket = await self._of(visit)
        snapshot = self._house.desk.snapshot()
        service = snapshot.config.catalogue.services.get(ticket.service)
        window, address = service.window if service else "", snapshot.config.centre.address
        values: dict[str, object] = {
            "ticket": ticket,
            "when": when_of(snapshot, ticket),
            "word": snapshot.config.texts.say(f"status.{ticket.status.value}"),
            "materials": service.materials if service else (),
            "where": " ".join(filter(None, (address, window))),
            "can_change": ticket.status in _CHANGEABLE,
            "nonce": secrets.token_urlsafe(16),
        }
        return self._house.page(visit, "ticket", values)

    async def qr(self, visit: Visit) -> Answered:
        """The QR code that opens the lookup with the code filled in; no personal data in it."""
        ticket = await self._of(visit)
        segno = await asyncio.to_thread(import_module, "segno")  # only a QR code pays for it
        drawn = BytesIO()
        code = segno.make(f"{self.address(visit)}/book/find?code={ticket.code}", micro=False)
        code.save(drawn, kind="svg", scale=6, border=4, dark="#1d2a26", light="#fff")
        return Answered(web.Response(body=drawn.getvalue(), content_type="image/svg+xml"))

    async def ics(self, visit: Visit) -> Answered:
        """The appointment for the calendar of a phone."""
        ticket = await self._of(visit)
        if ticket.starts_at is None:
            raise Refused(404, "no_ticket")
        module = await asyncio.to_thread(import_module, "bot.desk.book.calendar_file")  # 90 ms
        body: bytes = module.calendar_file(self._house, ticket)
        name = f"{ticket.code}.ics"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        kind = "text/calendar"
        response = web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)
        return Answered(response)

    async def order(self, visit: Visit, form: Form) -> Answered:
        """Change or cancel: said in words to the talk, so that the same rules hold."""
        act = form.get("act", "")
        if act not in ("cancel", "change"):
            raise Refused(400, "act")
        ticket = await self._of(visit, form.get("code", ""))
        words = self._house.say(f"word.{act}", code=ticket.code)
        own = (await self._house.talk_of(visit)).own
        if all(one.id != ticket.id for one in own):  # proved here a moment ago
            words = self._house.say("word.proven", words=words, digits=ticket.phone[-DIGITS:])
        (await self._talking.hear(visit, words, nonce_of(form))).done()
        raise Leads("/book/step#now")

    def address(self, visit: Visit) -> str:
        """https://… as residents type it: configured, or as this visitor came."""
        configured = self._house.desk.snapshot().config.channels.web_address
        scheme = "https" if visit.source.is_secure else "http"
        return configured or f"{scheme}://{visit.request.host}"

    async def _of(self, visit: Visit, code: str = "") -> Ticket:
        code = (code or visit.request.match_info.get("code", "")).upper()
        ticket = None
        if _CODE.fullmatch(code):
            ticket = await self._house.desk.storage.read(
                lambda work: self._house.shown(work, visit, code)
            )
        if ticket is None:
            raise Refused(404, "no_ticket")
        return ticket
