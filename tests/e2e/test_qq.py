"""The official QQ bot through the real program: the same appointment as on WeChat."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.house import until
from tests.e2e.qq_town import MOTHER, USER, QqGroup, QqTown, open_town
from tests.e2e.town import MOTHERS_CARD, matter


@pytest.fixture
async def town(tmp_path: Path, sqlite_url: str) -> AsyncIterator[QqTown]:
    """The sample centre with a QQ bot, over a fresh SQLite database."""
    async with open_town(tmp_path, sqlite_url) as opened:
        yield opened


@pytest.fixture
async def town_on_each(tmp_path: Path, database_url: str) -> AsyncIterator[QqTown]:
    """The same over each database."""
    async with open_town(tmp_path, database_url) as opened:
        yield opened


async def test_a_sentence_on_qq_becomes_a_confirmed_appointment(town_on_each: QqTown) -> None:
    town = town_on_each
    await town.staff.bind("张敏")
    code = await town.books()
    await town.staff.confirms("张敏", code)
    await until(lambda: "预约已确认" in town.bubbles()[-1][1], "the result on QQ")
    assert {way for way, _ in town.bubbles()} == {"passive"}
    (ticket,) = await town.staff.tickets("--full")
    assert (ticket["channel"], ticket["status"]) == ("qq", "confirmed")
    assert matter(ticket) == MOTHERS_CARD
    assert town.platform.calls["token"] == 1


async def test_a_repeat_gets_no_second_answer_and_a_group_no_personal_one(town: QqTown) -> None:
    message = town.platform.private_message(USER, "您好")
    for _ in range(3):
        assert (await town.platform.push(message)).status == 200
    await town.platform.group_say("G0001", "M0001", "我叫刘小明，13800001234，查我的预约")
    await until(lambda: len(town.platform.group("G0001")) == 2, "an answer in the group")
    said = town.platform.group("G0001")[-1]
    assert (said.by, "私信" in said.text) == ("passive", True)
    assert re.search(r"刘|1380", said.text) is None
    assert len(town.bubbles()) == 1


async def test_whom_qq_does_not_let_us_reach_is_phoned(town: QqTown) -> None:
    await town.staff.bind("张敏")
    code = await town.books()
    for _ in range(3):
        await town.says("您好")
    town.platform.allow_push("users", USER, allowed=False)
    for asked in town.platform.api.chats.of("users", USER).asked.values():
        asked.left = 0  # the platform takes no reply any more
    await town.staff.confirms("张敏", code)
    said = await town.staff.in_group("未送达", code)
    assert "关掉了机器人的主动消息" in said.text


async def test_over_the_gateway_a_restart_loses_nothing(town: QqTown) -> None:
    await town.serve.stop()
    (town.serve.folder / "channels.yaml").write_text(
        "staff_group: onebot:700000001\nqq: {transport: gateway}\n", "utf-8"
    )
    await town.serve.start()
    gateway = town.platform.gateway
    await gateway.connected()
    await gateway.emit(town.platform.private_message(USER, "您好"))
    await until(lambda: len(town.bubbles()) == 1, "an answer")
    await town.serve.kill()
    await gateway.emit(town.platform.private_message(USER, MOTHER))
    await town.serve.start()
    await until(lambda: len(town.bubbles()) == 2, "the answer to what came meanwhile")
    assert (await town.serve.health())["channels"] == town.healthy(qq="connected")
    assert gateway.seen["identify"] == 1
    assert gateway.seen["resumed"] == 1


async def test_the_health_page_and_the_log_know_the_channel(town: QqTown) -> None:
    assert (await town.serve.health())["channels"] == town.healthy(qq="on")
    town.platform.account = type(town.platform.account)(secret="another")
    assert (await town.platform.say(USER, "在吗")).status == 401
    await until(lambda: "qq: callback refused: signature" in town.serve.log(), "the log")
    assert USER not in town.serve.log()


async def test_the_staff_group_may_be_a_qq_group_of_the_bot(town_on_each: QqTown) -> None:
    town = town_on_each
    await town.serve.stop()
    (town.serve.folder / "channels.yaml").write_text("staff_group: qq:G0001\n", "utf-8")
    await town.serve.start()
    group = QqGroup(town)
    await group.bind("王芳", "M0001")
    town.platform.allow_push("groups", "G0001", allowed=True)
    code = await town.books()
    card = await group.hears("新预约", code)
    assert "138****1234" in card.text
    assert card.text.startswith('<qqbot-at-user id="M0001" />')  # she owns it

    await group.says("M0001", "确认", quote=card)
    await until(lambda: "预约已确认" in town.bubbles()[-1][1], "the result on QQ")

    await group.says("M0001", f"看 {code}")
    assert "私信" in (await group.hears(code, "绑定码")).text
    await town.platform.say("U0009", f"绑定 {await group.code_for('王芳')}")
    await until(lambda: len(town.platform.phone("U0009")) == 2, "bound in private")
    await group.says("M0001", f"看 {code}")
    await until(lambda: "13800001234" in town.platform.phone("U0009")[-1].text, "the whole phone")
    assert not any("13800001234" in said.text for said in town.platform.group("G0001"))

    await town.platform.happen("GROUP_MEMBER_REMOVE", group_openid="G0001", member_openid="M0001")
    await group.hears("王芳已不在工作群")
    await group.says("M0001", f"完成 {code}")
    await group.hears("已经停用")
    (ticket,) = await town.staff.tickets("--full")
    assert (ticket["status"], matter(ticket)) == ("confirmed", MOTHERS_CARD)


async def test_the_owner_of_the_staff_group_hears_which_switch_to_turn(town: QqTown) -> None:
    await town.serve.stop()
    (town.serve.folder / "channels.yaml").write_text("staff_group: qq:G0001\n", "utf-8")
    await town.serve.start()
    group = QqGroup(town)
    await group.bind("王芳", "M0001")
    for asked in town.platform.api.chats.of("groups", "G0001").asked.values():
        asked.left = 0  # nothing can be replied to any more
    code = await town.books()
    await until(lambda: town.platform.api.refusals[40034105] > 0, "a refused card")
    health = await town.serve.health()
    assert health["channels"] == town.healthy(qq="push_off") | {"onebot": "connected"}
    await group.says("M0001", "待办")
    await group.hears("「机器人主动在群聊内发言」")
    await group.hears("新预约", code)


async def test_a_call_that_comes_as_two_events_acts_once(town: QqTown) -> None:
    await town.serve.stop()
    (town.serve.folder / "channels.yaml").write_text("staff_group: qq:G0001\n", "utf-8")
    await town.serve.start()
    group = QqGroup(town)
    town.platform.allow_push("groups", "G0001", allowed=True)
    await group.bind("王芳", "M0001")
    call = town.platform.group_message("GROUP_AT_MESSAGE_CREATE", "G0001", "M0001", " 待办")
    you = [{"is_you": True, "id": "B1", "bot": True}]
    body = {**dict(call["d"]), "mentions": you}  # type: ignore[call-overload]
    full = {**call, "t": "GROUP_MESSAGE_CREATE", "id": "GROUP_MESSAGE_CREATE:x", "d": body}
    both = await asyncio.gather(town.platform.push(call), town.platform.push(full))
    assert [each.status for each in both] == [200, 200]
    await group.says("M0001", "看 Z999")
    await group.hears("Z999")
    answers = [each for each in town.platform.group("G0001") if "待办" in each.text]
    assert len([each for each in answers if each.by != "M0001"]) == 1
