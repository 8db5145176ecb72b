"""A centre with its pages behind a real server in this process, and a browser without a screen."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from aiohttp import ClientResponse, CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from bot.app.centre import Centre, Settings
from bot.app.web import web_app
from bot.domain.calendar import CHINA
from bot.storage import sessions
from bot.usecases.office import Office
from bot.usecases.signing_in import make_link
from tests.sample import SAMPLE, snapshot

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')
Client = TestClient[web.Request, web.Application]


@dataclass
class DeskHouse:
    """A centre whose clock only moves by hand."""

    centre: Centre
    client: Client
    clock: list[datetime] = field(default_factory=lambda: [MONDAY])

    @property
    def origin(self) -> str:
        """What a browser on a page of this site says in Origin."""
        return str(self.client.make_url("")).rstrip("/")

    async def link(self, name: str) -> str:
        """The secret of a fresh one-time link."""
        return await self.centre.storage.run(
            lambda work: make_link(Office(work, self.centre.snapshot, self.clock[0]), name)
        )

    async def post(
        self, path: str, form: Mapping[str, str], origin: str | None = None
    ) -> ClientResponse:
        """Send a form as a page of this site would, unless `origin` says otherwise."""
        headers = {"Origin": self.origin if origin is None else origin}
        return await self.client.post(path, data=form, headers=headers, allow_redirects=False)

    async def order(self, path: str, fields: Mapping[str, str]) -> ClientResponse:
        """Send JSON with the token of one's own page."""
        headers = {"Origin": self.origin, "X-Menting-Token": await self.token()}
        return await self.client.post(path, json=dict(fields), headers=headers)

    async def signs_in(self, name: str) -> None:
        """By a one-time link."""
        answer = await self.post("/desk/in", {"k": await self.link(name)})
        assert answer.status == 303

    async def token(self) -> str:
        """The token that stands in one's own pages."""
        page = await (await self.client.get("/desk")).text()
        found = _TOKEN.search(page)
        return found[1] if found else ""

    async def status(self, path: str) -> int:
        """What a browser gets that follows nowhere."""
        headers = {"Accept": "text/html"}
        answer = await self.client.get(path, headers=headers, allow_redirects=False)
        return answer.status

    async def sets_password(self, name: str, password: str) -> None:
        """As `python -m bot password` does."""
        from bot.desk.signin.passwords import hash_of

        kept, now = hash_of(password), self.clock[0]
        await self.centre.storage.run(lambda work: sessions.set_password(work, name, kept, now))

    def cookie(self) -> str:
        """The value of the session's cookie, "" when there is none."""
        jar = self.client.session.cookie_jar.filter_cookies(URL(self.origin + "/desk"))
        found = jar.get("menting_desk")
        return found.value if found else ""


@asynccontextmanager
async def opened(
    url: str, env: Mapping[str, str] | None = None, config: Path = SAMPLE
) -> AsyncIterator[DeskHouse]:
    """A running centre over the database at `url`."""
    clock = [MONDAY]
    loaded = snapshot() if config == SAMPLE and not env else None
    settings = Settings(config, url, dict(env or {}), loaded=loaded)
    centre = Centre(settings, lambda: clock[0])
    await centre.open()
    server = TestServer(web_app(centre))
    client: Client = TestClient(server, cookie_jar=CookieJar(unsafe=True))
    await client.start_server()
    try:
        yield replace(DeskHouse(centre, client), clock=clock)
    finally:
        await client.close()
