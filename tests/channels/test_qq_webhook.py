"""The door at /qq: stored, then acknowledged, then answered as a reply, once."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.base import Busy
from bot.channels.qq import CHANNEL
from bot.channels.qq.adapter import Timing
from bot.domain.messages import ContactRef, MessageKind
from tests.channels.qq_house import GROUP, MEMBER, QUICK, USER, House, Scene, town
from tests.simulators.qq import Trouble
from tests.simulators.wechat import MovableClock

ACKNOWLEDGED = {"op": 12, "d": 0}


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with town() as scene:
        yield scene


def test_without_its_secrets_the_channel_is_off() -> None:
    context = House(MovableClock()).context({"MENTING_QQ_APP_ID": "1"})
    assert CHANNEL.create(context) is None
    assert CHANNEL.needs == ("MENTING_QQ_APP_ID", "MENTING_QQ_SECRET")


async def test_a_resident_is_answered_in_one_reply(scene: Scene) -> None:
    house, platform, channel = scene
    house.answers["我想约居住证"] = ("请问您贵姓？", "也可以回复 0 找工作人员。")
    delivery = await platform.say(USER, "我想约居住证")
    await house.until_done()
    [_, answer] = platform.phone(USER)
    assert (answer.by, answer.text) == ("passive", "请问您贵姓？\n\n也可以回复 0 找工作人员。")
    assert (delivery.status, delivery.answer) == (200, ACKNOWLEDGED)
    assert house.done == [house.received[0].key]
    assert channel.state() == "on"
    assert channel.is_ready()


async def test_it_is_acknowledged_only_after_it_was_stored(scene: Scene) -> None:
    scene.house.gate.clear()
    pushing = asyncio.ensure_future(scene.platform.say(USER, "在吗"))
    finished, _ = await asyncio.wait((pushing,), timeout=0.1)
    assert not finished
    scene.house.gate.set()
    assert (await pushing).answer == ACKNOWLEDGED


async def test_a_busy_house_acknowledges_nothing(scene: Scene) -> None:
    scene.house.trouble = Busy()
    assert (await scene.platform.say(USER, "在吗")).status == 503
    scene.house.trouble = ValueError("a bug")
    assert (await scene.platform.say(USER, "在吗")).status == 503
    assert len(scene.platform.phone(USER)) == 2


async def test_a_late_turn_is_not_acknowledged_but_still_answered() -> None:
    async with town(Timing(patience=0.02)) as scene:
        scene.house.gate.clear()
        assert (await scene.platform.say(USER, "在吗")).status == 503
        scene.house.gate.set()
        await scene.house.until_done()
        assert [bubble.by for bubble in scene.platform.phone(USER)] == [USER, "passive"]


async def test_the_same_message_again_is_answered_once(scene: Scene) -> None:
    message = scene.platform.private_message(USER, "在吗")
    for _ in range(3):
        assert (await scene.platform.push(message)).status == 200
    await scene.house.until_done(3)
    assert len({heard.key for heard in scene.house.received}) == 1
    assert [bubble.by for bubble in scene.platform.phone(USER)] == [USER, "passive"]


async def test_a_repeat_to_another_process_is_answered_once(scene: Scene) -> None:
    env = scene.platform.environment()
    own = {"API": env["MENTING_QQ_API"], "TOKEN_URL": env["MENTING_QQ_TOKEN_URL"]}
    async with town(QUICK, **own) as other:
        message = scene.platform.private_message(USER, "在吗")
        await scene.platform.push(message)
        await scene.house.until_done()
        scene.platform.callback_url = other.platform.callback_url
        await scene.platform.push(message)
        await other.house.until_done()
        assert [bubble.by for bubble in scene.platform.phone(USER)] == [USER, "passive"]
        assert scene.platform.calls["users"] == 2


async def test_what_the_house_leaves_unanswered_is_done_at_once(scene: Scene) -> None:
    scene.house.default = ()
    await scene.platform.say(USER, "在吗")
    assert len(scene.house.done) == 1
    assert not scene.platform.calls


async def test_an_answer_that_the_platform_lost_is_said_again_under_its_number(
    scene: Scene,
) -> None:
    scene.platform.api.troubles = [Trouble.LOST]
    await scene.platform.say(USER, "在吗")
    await scene.house.until_done()
    assert [bubble.by for bubble in scene.platform.phone(USER)] == [USER, "passive"]
    assert scene.platform.calls["users"] == 2


async def test_a_call_in_a_group_of_residents_is_answered_there(scene: Scene) -> None:
    scene.house.default = ("请私聊我。",)
    await scene.platform.group_say(GROUP, MEMBER, " 居住证怎么办")
    await scene.house.until_done()
    [heard] = scene.house.received
    assert heard.contact == ContactRef("qq", f"member:{MEMBER}")
    assert heard.room == ContactRef("qq", f"group:{GROUP}")
    assert heard.mentions_us
    assert heard.text == "居住证怎么办"
    assert [bubble.by for bubble in scene.platform.group(GROUP)] == [MEMBER, "passive"]


async def test_what_residents_say_among_themselves_is_not_heard(scene: Scene) -> None:
    delivery = await scene.platform.group_say(GROUP, MEMBER, "我身份证丢了", called=False)
    assert delivery.status == 200
    assert not scene.house.received


async def test_a_call_that_comes_as_both_events_acts_once(scene: Scene) -> None:
    platform = scene.platform
    you = [{"is_you": True, "bot": True, "id": "B1", "member_openid": "B1", "scope": "single"}]
    full = platform.group_message("GROUP_MESSAGE_CREATE", GROUP, MEMBER, "<@B1> 在吗", mentions=you)
    called = {**full, "id": "GROUP_AT_MESSAGE_CREATE:other", "t": "GROUP_AT_MESSAGE_CREATE"}
    await platform.push(full)
    await platform.push(called)
    await scene.house.until_done(2)
    assert {heard.key for heard in scene.house.received} == {"qq:ROBOT1.0_1"}
    assert {heard.text for heard in scene.house.received} == {"在吗"}
    assert [bubble.by for bubble in platform.group(GROUP)] == [MEMBER, "passive"]


async def test_a_tapped_button_is_acknowledged_and_acts_as_its_words(scene: Scene) -> None:
    await scene.platform.tap("我的预约", user=USER)
    await scene.house.until_done()
    await scene.channel.stop()
    assert list(scene.platform.api.acknowledged.values()) == [0]
    [heard] = scene.house.received
    assert (heard.kind, heard.text, heard.contact.address) == (MessageKind.TEXT, "我的预约", USER)
    assert scene.platform.phone(USER)[-1].by == "passive"


async def test_a_tap_in_a_group_belongs_to_its_member(scene: Scene) -> None:
    await scene.platform.tap("我的预约", user=MEMBER, group=GROUP)
    await scene.house.until_done()
    [heard] = scene.house.received
    assert heard.contact.address == f"member:{MEMBER}"
    assert heard.room == ContactRef("qq", f"group:{GROUP}")


async def test_a_tap_that_could_not_be_stored_says_so(scene: Scene) -> None:
    scene.house.trouble = Busy()
    assert (await scene.platform.tap("我的预约", user=USER)).status == 503
    await scene.channel.stop()
    assert list(scene.platform.api.acknowledged.values()) == [1]


async def test_taps_of_unknown_kinds_are_ignored(scene: Scene) -> None:
    for kind in (13, 14, 18, 19, 20, 99):
        assert (await scene.platform.tap("", user=USER, kind=kind)).status == 200
    assert not scene.house.received
    assert not scene.platform.calls


async def test_a_new_friend_is_welcomed_by_the_event(scene: Scene) -> None:
    scene.house.default = ("您好，这里是便民服务中心。",)
    await scene.platform.happen("FRIEND_ADD", openid=USER, scene=1, scene_param="community3")
    await scene.house.until_done()
    [heard] = scene.house.received
    assert (heard.kind, heard.scene) == (MessageKind.FOLLOW, "community3")
    assert scene.platform.phone(USER)[-1].by == "passive"
    await scene.platform.happen("FRIEND_DEL", openid=USER)
    assert scene.house.received[-1].kind is MessageKind.UNFOLLOW


async def test_unknown_events_are_ignored_with_a_line_without_personal_data(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "bot")
    for name in ("SUBSCRIBE_MESSAGE_STATUS", "王先生 13812345678"):
        assert (await scene.platform.happen(name, openid=USER)).status == 200
    assert (await scene.platform.push({"op": 11})).answer == ACKNOWLEDGED
    assert not scene.house.received
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert lines == [
        "qq: event ignored: SUBSCRIBE_MESSAGE_STATUS",
        "qq: event ignored: unreadable",
    ]


async def test_the_log_tells_the_operator_what_a_new_group_is_called(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await scene.platform.happen("GROUP_ADD_ROBOT", group_openid=GROUP, op_member_openid=MEMBER)
    await scene.platform.happen("GROUP_MSG_REJECT", group_openid=GROUP, op_member_openid=MEMBER)
    await scene.platform.happen("GROUP_DEL_ROBOT", group_openid=GROUP, op_member_openid=MEMBER)
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert f"qq:{GROUP}" in said
    assert "机器人主动在群聊内发言" in said
    assert MEMBER not in said

    assert MEMBER not in caplog.text


async def test_answers_of_one_resident_keep_their_order(scene: Scene) -> None:
    for number in range(8):
        scene.house.answers[f"第{number}句"] = (f"答{number}",)
        await scene.platform.say(USER, f"第{number}句")
    await scene.house.until_done(8)
    answers = [bubble.text for bubble in scene.platform.phone(USER) if bubble.by == "passive"]
    assert answers == [f"答{number}" for number in range(8)]


async def test_it_stops_within_two_seconds_whatever_hangs(scene: Scene) -> None:
    scene.platform.api.trouble = Trouble.HANGING
    await scene.platform.say(USER, "在吗")
    async with asyncio.timeout(2):
        await scene.channel.stop()
    assert not scene.house.done
