"""A whole centre with the residents' page, in this process, over a fresh database."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import ClientResponse, CookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.app import Centre, Settings, web_app
from bot.channels.rehearsal import Delivered, RehearsalChannel
from bot.domain.calendar import CHINA
from bot.domain.messages import ContactRef, DeliveryState, InboundMessage, MessageKind, group_ref
from bot.domain.tickets import Ticket
from bot.storage import outbox, staff, tasks, tickets
from bot.storage.outbox import OutboxEntry
from bot.storage.tasks import Task
from tests.sample import SAMPLE, snapshot

MONDAY = datetime(2026, 11, 23, 10, tzinfo=CHINA)
PATIENCE = 30.0
MOTHER = "我妈想周六上午十点半办社保卡激活，姓刘，电话13800001234"
CODE = re.compile(r"[A-Z]\d{3,}")
_NONCE = re.compile(r'name="nonce" value="([^"]+)"')


class MovedClock:
    """A time that moves when told to."""

    def __init__(self) -> None:
        self.at = MONDAY

    def now(self) -> datetime:
        """The time."""
        return self.at


@dataclass
class Visitor:
    """Somebody with a browser that keeps cookies."""

    client: TestClient  # type: ignore[type-arg]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """What a browser says of the page a form was on."""
        return str(self.client.make_url("/")).rstrip("/")

    async def opens(self, path: str = "/book", **headers: str) -> str:
        """Open a page; its text."""
        async with self.client.get(path, headers=self.headers | headers) as got:
            assert got.status == 200, (path, got.status)
            return await got.text()

    async def gets(self, path: str, **headers: str) -> ClientResponse:
        """Whatever comes back; redirects are not followed."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        got = await self.client.get(path, headers=self.headers | named, allow_redirects=False)
        await got.read()
        return got

    async def posts(self, path: str, fields: Mapping[str, str], **headers: str) -> ClientResponse:
        """Send a form as this site's own page does; redirects are not followed."""
        named = {"Origin": self.origin} | {k.replace("_", "-"): v for k, v in headers.items()}
        got = await self.client.post(
            path, data=fields, headers=self.headers | named, allow_redirects=False
        )
        await got.read()
        return got

    async def says(self, text: str, view: str = "step") -> str:
        """Write on the page, without a script; the page that follows."""
        page = await self.opens("/book/step")
        got = await self.posts("/book/say", {"text": text, "nonce": nonce_in(page), "view": view})
        assert got.status == 303, (got.status, await got.text())
        return await self.opens(got.headers["Location"])

    async def books(self, sentence: str = MOTHER) -> str:
        """A talk of two messages; the ticket's code."""
        said = await self.says(sentence)
        assert "请核对" in said, said
        said = await self.says("确认")
        found = CODE.search(said[said.index("已提交") :])
        assert found, said
        return found[0]


def nonce_in(page: str) -> str:
    """The random name of the page's forms."""
    found = _NONCE.search(page)
    assert found, page
    return found[1]


@dataclass
class WebTown:
    """The centre, its clock, and what was said in the staff group."""

    centre: Centre
    clock: MovedClock
    server: TestServer
    group: list[Delivered] = field(default_factory=list)
    visitors: list[TestClient] = field(default_factory=list)  # type: ignore[type-arg]

    async def visitor(self, **headers: str) -> Visitor:
        """A new one."""
        client = TestClient(self.server, cookie_jar=CookieJar(unsafe=True))
        self.visitors.append(client)
        return Visitor(client, {name.replace("_", "-"): value for name, value in headers.items()})

    async def clerk(self, text: str, name: str = "张敏") -> None:
        """A member of staff writes in the group."""
        ref, now = ContactRef("onebot", name), self.clock.now()
        await self.centre.storage.run(lambda work: staff.bind(work, ref, name, now))
        room = group_ref("onebot", "700000001")
        key = f"clerk:{text}:{now.isoformat()}"
        message = InboundMessage(key, ref, MessageKind.TEXT, text, now, room=room)
        await self.centre.door.receive(message)

    async def passes(self, minutes: int) -> None:
        """Time goes by, minute by minute; what is due happens."""
        for _ in range(minutes):
            self.clock.at += timedelta(minutes=1)
            await self.centre.settle()

    async def tickets(self) -> Sequence[Ticket]:
        """All tickets."""
        return await self.centre.storage.read(tickets.everything)

    async def outbox(self) -> Sequence[OutboxEntry]:
        """All that was ever to be sent on the web."""
        rows = await self.centre.storage.read(outbox.everything)
        return [row for row in rows if row.to.channel == "web"]

    async def until_all_sent(self) -> None:
        """What was fetched is noted a moment after the page has it."""
        deadline = time.monotonic() + PATIENCE
        while {row.state for row in await self.outbox()} != {DeliveryState.SENT}:
            assert time.monotonic() < deadline, "not sent"
            await asyncio.sleep(0)  # the commit is in another thread

    async def tasks(self) -> Sequence[Task]:
        """What is open for staff."""
        return await self.centre.storage.read(tasks.open_tasks)


@asynccontextmanager
async def open_web_town(
    database: str, config: Path = SAMPLE, env: Mapping[str, str] | None = None
) -> AsyncIterator[WebTown]:
    """A centre whose staff group is rehearsed and whose time stands still."""
    clock, group = MovedClock(), list[Delivered]()

    def channels(centre: Centre) -> dict[str, object]:
        from bot.app.centre import real_channels

        return {**real_channels(centre), "onebot": RehearsalChannel(clock.now, group.append)}

    loaded = snapshot() if config == SAMPLE and not env else None
    settings = Settings(config, database, env or {}, loaded=loaded)
    centre = Centre(settings, clock.now, channels)  # type: ignore[arg-type]
    await centre.open()
    app = web_app(centre)
    server = TestServer(app)
    await server.start_server()
    town = WebTown(centre, clock, server, group)
    try:
        yield town
    finally:
        for client in town.visitors:
            await client.session.close()
        await server.close()
