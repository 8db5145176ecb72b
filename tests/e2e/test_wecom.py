"""The staff group in WeCom through the real program: cards, buttons, quotes, a new start."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.house import PATIENCE, Serve, until
from tests.e2e.town import WANG_FIRST, Town, end_of
from tests.simulators.wechat import FakeWeChat
from tests.simulators.wecom import FakeWecom
from tests.simulators.wecom_rules import Shown

MOTHER = "我妈想周六上午十点半办社保卡激活，姓刘，电话13800001234"
RESIDENT, GROUP = "oDaughterOfLiu", "wrCHAT1"


@dataclass
class WecomTown:
    """One server: residents on WeChat, the staff group in WeCom."""

    serve: Serve
    wecom: FakeWecom
    residents: Town

    async def hears(self, *words: str, chat: str = GROUP) -> Shown:
        """The first thing the robot said there with all these words in it."""
        return await self.wecom.hears(chat, *words, seconds=PATIENCE)

    async def code_for(self, name: str) -> str:
        """A one-time code."""
        ran = await self.serve.run("bind", name)
        assert ran.code == 0, ran.err
        return ran.out.splitlines()[-1]

    async def bind(self, name: str, member: str) -> None:
        """A member of staff sends their code in the group."""
        await self.wecom.says(GROUP, member, f"绑定 {await self.code_for(name)}")
        await self.hears(name, "已绑定")

    async def confirmed(self, code: str) -> None:
        """The result came to the resident's phone."""
        result = await self.residents.on_phone(RESIDENT, "window", "预约已确认")
        assert code in result


async def open_serve(
    stack: AsyncExitStack, folder: Path, database: str, *, called: bool = False, hook: bool = False
) -> WecomTown:
    """The sample centre with WeChat and WeCom over `database`."""
    wecom = await stack.enter_async_context(FakeWecom())
    wechat = await stack.enter_async_context(FakeWeChat())
    ways = wecom.environment(called=called, hook=hook)
    env = wechat.environment() | ways | {"MENTING_STAFF_GROUP": f"wecom:{GROUP}"}
    serve = Serve(folder, database, env, WANG_FIRST)
    stack.push_async_callback(serve.end)
    await serve.start()
    wechat.callback_url = serve.wechat_url
    return WecomTown(serve, wecom, Town(serve, wechat, end_of(serve)))


@pytest.fixture
async def town(tmp_path: Path, sqlite_url: str) -> AsyncIterator[WecomTown]:
    async with AsyncExitStack() as stack:
        opened = await open_serve(stack, tmp_path / "centre", sqlite_url)
        await opened.wecom.connected()
        yield opened


async def test_a_card_comes_into_the_group_and_its_button_confirms(town: WecomTown) -> None:
    await town.bind("王芳", "wangfang")
    code = await town.residents.books(RESIDENT, MOTHER)
    card = await town.hears("新预约", code)
    assert "138****1234" in card.text
    assert list(card.buttons) == ["确认", "接", "看"]

    await town.wecom.presses(GROUP, "wangfang", card, "确认")
    await town.confirmed(code)
    said = await town.hears(f"已确认 {code}")
    assert "已通知" in said.text
    await until(lambda: list(card.buttons) == ["看"], "the card shows that it is done")

    await town.wecom.presses(GROUP, "wangfang", card, "看")
    await town.hears(code, "私聊")
    (ticket,) = await town.residents.tickets("--full")
    assert (ticket["status"], ticket["phone"]) == ("confirmed", "13800001234")
    assert "13800001234" not in "".join(each.text for each in town.wecom.shown(GROUP))


async def test_a_quote_or_a_code_confirms_too_and_strangers_change_nothing(
    town: WecomTown,
) -> None:
    await town.bind("王芳", "wangfang")
    code = await town.residents.books(RESIDENT, MOTHER)
    card = await town.hears("新预约", code)
    await town.wecom.presses(GROUP, "stranger", card, "确认")
    await town.wecom.says(GROUP, "wangfang", f"看 {code}")
    await town.hears(f"{code} 社会保障卡激活", "待确认")

    quote = {"msgtype": "text", "text": {"content": f"【新预约 {code}】社会保障卡激活"}}
    await town.wecom.says(GROUP, "wangfang", "确认", quote=quote)
    await town.confirmed(code)
    await town.wecom.says(GROUP, "wangfang", f"完成 {code}")
    await town.hears(code, "还没到那天")


async def test_the_whole_phone_goes_to_the_members_own_chat(town: WecomTown) -> None:
    await town.bind("王芳", "wangfang")
    code = await town.residents.books(RESIDENT, MOTHER)
    await town.wecom.says(GROUP, "wangfang", f"接 {code}")
    await town.wecom.writes("wangfang", f"看 {code}")
    said = await town.hears(code, "13800001234", chat="wangfang")
    assert said.by == "answer"


async def test_a_killed_server_comes_back_to_its_line(town: WecomTown) -> None:
    await town.bind("王芳", "wangfang")
    code = await town.residents.books(RESIDENT, MOTHER)
    card = await town.hears("新预约", code)
    await town.serve.kill()
    await town.serve.start()
    await town.wecom.until(lambda me: me.seen["subscribe"] >= 2, PATIENCE)
    await town.wecom.presses(GROUP, "wangfang", card, "确认")
    await town.confirmed(code)
    log = town.serve.log()
    assert "Traceback" not in log
    assert "wangfang" not in log
    assert town.wecom.environment()["MENTING_WECOM_SECRET"] not in log


async def test_a_robot_that_is_called_answers_and_pushes_by_the_groups_address(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with AsyncExitStack() as stack:
        town = await open_serve(stack, tmp_path / "centre", sqlite_url, called=True, hook=True)
        town.wecom.callback_url = f"http://127.0.0.1:{town.serve.port}/wecom"
        await town.bind("王芳", "wangfang")
        code = await town.residents.books(RESIDENT, MOTHER)
        assert (await town.hears("新预约", code)).by == "hook"
        await town.wecom.says(GROUP, "wangfang", f"确认 {code}")
        assert (await town.hears(f"已确认 {code}")).by == "answer"
        await town.confirmed(code)
        assert (await town.serve.health())["channels"]["wecom"] == "on"  # type: ignore[index]


@pytest.mark.parametrize("port", ["", "1"], ids=["which asks the house", "which finds no house"])
async def test_the_doctor_leaves_the_line_to_the_house(town: WecomTown, port: str) -> None:
    if port:
        town.serve.secrets = {**town.serve.secrets, "PORT": port}
    ran = await town.serve.run("doctor", "--json")
    found = {row["check"]: row for row in json.loads(ran.out) if row["about"] == "wecom"}

    assert ("probe.wecom_taken" if port else "probe.wecom_connected") in found
    assert town.wecom.seen["subscribe"] == 1
    assert not town.wecom.shown(GROUP)
