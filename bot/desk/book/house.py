"""What every page of the site works with: the desk, the templates, the visitor's talk."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader
from msgspec import Struct

from bot.channels.web.adapter import WebChannel
from bot.desk.base import Desk
from bot.desk.book.screens import STAGES, field_of, last_said, stage_of
from bot.desk.book.visits import Visit
from bot.domain.tickets import OPEN_STATUSES, Act, Ticket
from bot.storage import UnitOfWork, contacts, conversations, mailbox, persons, tickets
from bot.storage.contacts import Contact
from bot.storage.conversations import Conversation
from bot.storage.mailbox import PageLetter
from bot.usecases.office import Office
from bot.usecases.wording import when_of

HERE = Path(__file__).parent
MOST_LETTERS = 40
PROVEN_FOR = timedelta(minutes=30)


class Answered(Struct, frozen=True):
    """A response not yet written; `seen`: with it the visitor has every message up to this id."""

    response: web.StreamResponse
    seen: int = 0


class Leads(Exception):
    """The visitor is sent on to another page: `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def see_other(path: str) -> web.Response:
    """The answer that sends a browser on to `path`, by GET."""
    return web.Response(status=303, headers={"Location": path})


class TalkNow(Struct, frozen=True):
    """Where the visitor's talk stands."""

    contact: Contact | None
    talk: Conversation
    letters: tuple[PageLetter, ...]
    own: tuple[Ticket, ...]

    @property
    def last(self) -> int:
        """The id of the newest message, 0 when there is none."""
        return self.letters[-1].id if self.letters else 0


class BookHouse:
    """The site's view of the house."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of `book` in config/texts."""
        return self.desk.snapshot().config.texts.say(f"book.{key}", **values)

    @property
    def channel(self) -> WebChannel | None:
        """The web channel; None where it is only rehearsed."""
        found = self.desk.channels.get("web")
        return found if isinstance(found, WebChannel) else None

    def office(self, work: UnitOfWork) -> Office:
        """The office at this moment."""
        return Office(work, self.desk.snapshot(), self.desk.now())

    async def talk_of(self, visit: Visit, after: int = 0) -> TalkNow:
        """What was said since the message `after`, and what is open."""

        async def look(work: UnitOfWork) -> TalkNow:
            now = self.desk.now()
            contact = await contacts.find(work, visit.ref)
            if contact is None:
                return TalkNow(None, Conversation(), (), ())
            talk = await conversations.find(work, contact.id)
            letters = await mailbox.letters(work, visit.ref, after, MOST_LETTERS, now)
            own = await persons.tickets_of(work, contact)
            return TalkNow(contact, talk, letters, own)

        return await self.desk.storage.read(look)

    async def mark_seen(self, visit: Visit, last: int) -> None:
        """The visitor's page has everything up to `last`."""
        if visit.is_linked:
            return
        now = self.desk.now()
        await self.desk.storage.run(
            lambda work: mailbox.mark_fetched(work, visit.ref.address, last, now)
        )
        if self.channel is not None:
            self.channel.openings.fetched(visit.ref.address, last)

    def page(
        self, visit: Visit, template: str, values: Mapping[str, object], status: int = 200
    ) -> Answered:
        """One page of the site; `seen` of the values is the newest message it shows."""
        config = self.desk.snapshot().config
        text = self.templates.get_template(f"{template}.html.j2").render(
            say=self.say,
            centre=config.centre,
            visit=visit,
            here=visit.request.path,
            back=str(visit.request.rel_url) if visit.request.method == "GET" else "/book",
            **values,
        )
        response = web.Response(status=status, text=text, content_type="text/html")
        seen = values.get("seen", 0)
        return Answered(response, seen if isinstance(seen, int) else 0)

    def talk_values(self, now: TalkNow) -> dict[str, object]:
        """What the templates of a talk need."""
        said = last_said(now.letters)
        return {
            "letters": now.letters,
            "said": said,
            "is_open": bool(now.talk.flow),
            "field": field_of(now.talk),
            "stage": stage_of(now.talk),
            "stages": STAGES,
            "service": now.talk.draft.get("service") or "",
            "nonce": secrets.token_urlsafe(16),
            "seen": now.last,
            "own": self.lines(now.own),
        }

    def lines(self, own: Sequence[Ticket]) -> list[dict[str, str]]:
        """Appointments that are not over, newest first, for a list."""
        return [self.line(one) for one in reversed(own) if one.status in OPEN_STATUSES]

    def line(self, ticket: Ticket) -> dict[str, str]:
        """One appointment in a list."""
        snapshot = self.desk.snapshot()
        return {
            "code": ticket.code,
            "service": ticket.service,
            "when": when_of(snapshot, ticket),
            "status": ticket.status.value,
            "word": snapshot.config.texts.say(f"status.{ticket.status.value}"),
        }

    async def shown(self, work: UnitOfWork, visit: Visit, code: str) -> Ticket | None:
        """The ticket when this visitor may see it: their own, or proved within PROVEN_FOR."""
        contact = await contacts.find(work, visit.ref)
        ticket = await tickets.by_code(work, code.upper())
        if contact is None or ticket is None:
            return None
        own = await persons.tickets_of(work, contact)
        if any(one.id == ticket.id for one in own):
            return ticket
        since, mark = self.desk.now() - PROVEN_FOR, f"contact {contact.id}"
        trail = await tickets.audit_of(work, ticket.id)
        proofs = (e for e in trail if e.act == Act.PROVE and e.reason == mark)
        return ticket if any(entry.at > since for entry in proofs) else None

    @cached_property
    def templates(self) -> Environment:
        """The pages."""
        return Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
