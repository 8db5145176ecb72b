"""The residents' page through the real program: the same ticket as on WeChat."""

import re

from aiohttp import ClientSession, CookieJar

from tests.e2e.town import CODE, Town

MOTHER = "我妈想周六上午十点半办社保卡激活，姓刘，电话13800001234"
_NONCE = re.compile(r'name="nonce" value="([^"]+)"')
SAME = ("service", "name", "phone", "kind", "status")


class Browser:
    """A browser without a script."""

    def __init__(self, session: ClientSession, port: int) -> None:
        self._session, self._site = session, f"http://127.0.0.1:{port}"

    async def opens(self, path: str = "/book/step") -> str:
        """A page."""
        async with self._session.get(self._site + path) as got:
            assert got.status == 200
            return await got.text()

    async def says(self, text: str) -> str:
        """Fill in the one field; the page that follows."""
        nonce = _NONCE.search(await self.opens())
        assert nonce
        fields = {"text": text, "nonce": nonce[1], "view": "step"}
        headers = {"Origin": self._site}
        async with self._session.post(
            f"{self._site}/book/say", data=fields, headers=headers
        ) as got:
            assert got.status == 200
            return await got.text()

    async def books(self) -> str:
        """The code of a new ticket."""
        said = await self.says(MOTHER)
        if "请核对" not in said:  # on a Saturday half past ten may have passed
            said = await self.says("1")
        assert "请核对" in said, said
        said = await self.says("确认")
        found = CODE.search(said[said.index("预约码") :])
        assert found, said
        return found[0]


async def test_the_page_ends_with_the_same_ticket_as_wechat(town: Town) -> None:
    await town.bind("张敏")
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        browser = Browser(session, town.serve.port)
        on_web = await browser.books()
        on_wechat = await town.books("oResident1", MOTHER)
        await town.confirms("张敏", on_web)
        await town.in_group(f"已确认 {on_web}")
        assert "预约已确认" in await browser.opens("/book")
        await town.confirms("张敏", on_wechat)
        await town.in_group(f"已确认 {on_wechat}")
        assert "text/calendar" in await _kind(session, town, on_web)

    web, wechat = await town.tickets("--full")
    assert (web["code"], web["channel"], wechat["channel"]) == (on_web, "web", "wechat")
    assert [web[key] for key in SAME] == [wechat[key] for key in SAME]
    assert "Traceback" not in town.serve.log()
    assert "13800001234" not in town.serve.log()


async def _kind(session: ClientSession, town: Town, code: str) -> str:
    url = f"http://127.0.0.1:{town.serve.port}/book/ticket/{code}/appointment.ics"
    async with session.get(url) as got:
        return got.headers["Content-Type"]
