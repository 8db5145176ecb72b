"""Weibo through the real program: answered in the callback, and what staff paste by hand."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.house import PATIENCE, Serve
from tests.e2e.town import CODE, Town, end_of
from tests.simulators.wechat import FakeWeChat
from tests.simulators.weibo import FakeWeibo

MOTHER = "我妈想周六上午十点半办社保卡激活，姓刘，电话13800001234"
USER, NICKNAME = "2400000002", "春天的风"


@dataclass
class WeiboTown:
    """One server with Weibo's callback and a staff group over OneBot."""

    serve: Serve
    weibo: FakeWeibo
    staff: Town

    async def says(self, text: str) -> str:
        """The resident writes on Weibo; the answer."""
        delivery = await self.weibo.say(USER, text)
        assert delivery.status == 200
        return self.weibo.phone(USER)[-1].text

    async def pastes(self, text: str, *awaited: str) -> str:
        """A member of staff pastes what a resident wrote; what they paste back."""
        await self.staff.onebot.group_say(self.staff.qq["张敏"], f"微博 {NICKNAME}：{text}")
        said = await self.staff.in_group(f"【请在微博回复 {NICKNAME}】", *awaited)
        return said.text


@pytest.fixture
async def town(tmp_path: Path, sqlite_url: str) -> AsyncIterator[WeiboTown]:
    async with AsyncExitStack() as stack:
        weibo = await stack.enter_async_context(FakeWeibo())
        serve = Serve(tmp_path / "centre", sqlite_url, weibo.environment())
        stack.push_async_callback(serve.end)
        await serve.start()
        weibo.callback_url = f"http://127.0.0.1:{serve.port}/weibo"
        staff = Town(serve, FakeWeChat(), end_of(serve))
        await stack.enter_async_context(staff.onebot)
        await staff.onebot.wait_connected(PATIENCE)
        await staff.bind("张敏")
        yield WeiboTown(serve, weibo, staff)


async def test_a_sentence_on_weibo_becomes_an_appointment_whose_result_staff_paste(
    town: WeiboTown,
) -> None:
    assert await town.weibo.verify()
    said = await town.says(MOTHER)
    if "请核对" not in said:  # on a Saturday half past ten may have passed
        said = await town.says("1")
    assert "请核对" in said
    found = CODE.search(await town.says("确认"))
    assert found is not None
    await town.staff.confirms("张敏", found[0])
    paste = await town.staff.in_group("【请在微博回复 T", found[0], "预约已确认")
    assert "13800001234" not in paste.text
    (ticket,) = await town.staff.tickets("--full")
    assert (ticket["channel"], ticket["user"], ticket["status"]) == ("weibo", USER, "confirmed")
    assert ticket["phone"] == "13800001234"
    assert USER not in town.serve.log()


async def test_the_same_words_pasted_by_staff_make_the_same_appointment(town: WeiboTown) -> None:
    said = await town.pastes(MOTHER)
    if "请核对" not in said:
        said = await town.pastes("1", "请核对")
    said = await town.pastes("确认", "预约码")
    found = CODE.search(said)
    assert found is not None
    await town.staff.confirms("张敏", found[0])
    await town.staff.in_group("【请在微博回复 T", NICKNAME, "预约已确认")
    (ticket,) = await town.staff.tickets("--full")
    assert (ticket["channel"], ticket["user"]) == ("weibo", NICKNAME)
    assert (ticket["phone"], ticket["status"]) == ("13800001234", "confirmed")
    assert not any(re.search("13800001234", text) for text in town.staff.onebot.group.texts)


async def test_forged_and_replayed_callbacks_change_nothing(town: WeiboTown) -> None:
    message = town.weibo.message(USER, MOTHER)
    query = town.weibo.query()
    assert (await town.weibo.push(message, query | {"signature": "0" * 40})).status == 403
    first = await town.weibo.push(message, query)
    again = await town.weibo.push(message, query)
    assert (first.status, first.body) == (200, again.body)
    other = town.weibo.message(USER, "取消")
    assert (await town.weibo.push(other, query)).status == 403
    assert (await town.weibo.push(b"x" * 100_000)).status == 413
    states = (await town.serve.health())["channels"]
    assert isinstance(states, dict)
    assert states["weibo"] == "on"
