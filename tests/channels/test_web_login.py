"""Opened from WeChat's menu: the WeChat contact is the one that books, where that is configured."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.domain.messages import ContactRef, InboundMessage, MessageKind
from tests.channels.web_house import Visitor, WebTown, open_web_town
from tests.simulators.wechat import FakeWeChat

OPENID = "oResident0001"
WECHAT = "Mozilla/5.0 (Linux; Android 6.0) MicroMessenger/8.0.30"
ADDRESS = "https://menting.example.cn"
CONFIG = f"wechat: {{oauth: true}}\nweb: {{address: {ADDRESS}}}\n"


@pytest.fixture
async def wechat() -> AsyncIterator[FakeWeChat]:
    """The platform."""
    async with FakeWeChat() as platform:
        yield platform


@pytest.fixture
async def town(sqlite_url: str, tmp_path: Path, wechat: FakeWeChat) -> AsyncIterator[WebTown]:
    """The sample centre with web login."""
    (tmp_path / "channels.yaml").write_text(CONFIG, "utf-8")
    async with open_web_town(sqlite_url, tmp_path, wechat.environment()) as opened:
        yield opened


async def sent_away(visitor: Visitor) -> dict[str, str]:
    """What the page asks the platform."""
    got = await visitor.gets("/book")
    assert got.status == 303
    way = urlsplit(got.headers["Location"])
    assert (way.netloc, way.fragment) == ("open.weixin.qq.com", "wechat_redirect")
    return dict(parse_qsl(way.query))


async def test_the_wechat_contact_books(town: WebTown, wechat: FakeWeChat) -> None:
    visitor = await town.visitor(User_Agent=WECHAT)
    asked = await sent_away(visitor)
    assert asked["redirect_uri"] == f"{ADDRESS}/book/wechat"
    code = wechat.api.logins.code_for(OPENID, asked)

    back = await visitor.gets(f"/book/wechat?code={code}&state={asked['state']}")
    assert (back.status, back.headers["Location"]) == (303, "/book")
    booked = await visitor.books()

    (ticket,) = await town.tickets()
    assert (ticket.code, ticket.channel, ticket.address) == (booked, "wechat", OPENID)
    assert booked in await visitor.opens("/book/mine")
    assert wechat.phone(OPENID) == [], "what the page showed is not sent once more"


async def test_a_state_works_once_and_only_for_its_visitor(
    town: WebTown, wechat: FakeWeChat
) -> None:
    visitor, thief = await town.visitor(User_Agent=WECHAT), await town.visitor(User_Agent=WECHAT)
    asked, _ = await sent_away(visitor), await sent_away(thief)
    state = asked["state"]

    async def comes_back(who: Visitor, state: str) -> int:
        code = wechat.api.logins.code_for(OPENID, asked)
        return (await who.gets(f"/book/wechat?code={code}&state={state}")).status

    assert await comes_back(thief, state) == 403
    assert await comes_back(visitor, state[:-1] + ("0" if state[-1] != "0" else "1")) == 403
    assert await comes_back(visitor, "") == 403
    assert await comes_back(visitor, "é" * 82) == 403
    assert await comes_back(visitor, state) == 303
    assert await comes_back(visitor, state) == 403


async def test_an_old_state_is_refused(town: WebTown, wechat: FakeWeChat) -> None:
    visitor = await town.visitor(User_Agent=WECHAT)
    asked = await sent_away(visitor)
    await town.passes(11)

    got = await visitor.gets(f"/book/wechat?code=x&state={asked['state']}")

    assert got.status == 403
    assert "重新打开" in await got.text()


@pytest.mark.parametrize("trouble", ["snapshot", "bad_code", "no_code", "away"])
async def test_whoever_the_platform_does_not_name_books_as_a_web_visitor(
    town: WebTown, wechat: FakeWeChat, trouble: str
) -> None:
    visitor = await town.visitor(User_Agent=WECHAT)
    asked = await sent_away(visitor)
    code = wechat.api.logins.code_for(OPENID, asked)
    wechat.api.logins.is_snapshot = trouble == "snapshot"
    if trouble == "away":
        await wechat.api.stop()
    code = {"bad_code": "nonsense", "no_code": ""}.get(trouble, code)

    back = await visitor.gets(f"/book/wechat?code={code}&state={asked['state']}")
    assert (back.status, back.headers["Location"]) == (303, "/book?plain=1")
    await visitor.opens("/book?plain=1")
    await visitor.books()

    (ticket,) = await town.tickets()
    assert ticket.channel == "web"


async def test_who_left_the_account_is_not_reached_there_and_stays_a_web_visitor(
    town: WebTown, wechat: FakeWeChat
) -> None:
    for kind in (MessageKind.TEXT, MessageKind.UNFOLLOW):
        said = InboundMessage(kind, ContactRef("wechat", OPENID), kind, "您好", town.clock.now())
        await town.centre.door.receive(said)
    visitor = await town.visitor(User_Agent=WECHAT)
    asked = await sent_away(visitor)
    code = wechat.api.logins.code_for(OPENID, asked)

    back = await visitor.gets(f"/book/wechat?code={code}&state={asked['state']}")

    assert back.headers["Location"] == "/book?plain=1"


async def test_other_browsers_are_not_sent_away(town: WebTown) -> None:
    assert (await (await town.visitor()).gets("/book")).status == 200
    plain = await town.visitor(User_Agent=WECHAT)
    assert (await plain.gets("/book?plain=1")).status == 200
