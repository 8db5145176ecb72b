"""The door at /wechat, pushed to by the fake platform and by people who mean no good."""

import asyncio
from dataclasses import replace

import aiohttp
import pytest

from bot.channels.base import Busy
from bot.channels.wechat import CHANNEL
from bot.channels.wechat.credentials import Credentials
from bot.channels.wechat.webhook import Webhook
from bot.domain.messages import MessageKind
from tests.channels.wechat_house import House, served, town
from tests.channels.wechat_scene import OPENID, Scene, post
from tests.simulators.wechat import UNAVAILABLE, Account, FakeWeChat, MovableClock

MODES = ("plain", "compatible", "safe")


async def test_the_console_can_verify_the_address(wechat: Scene) -> None:
    assert await wechat.platform.verify_url()


async def test_verification_with_a_wrong_token_is_refused(wechat: Scene) -> None:
    wechat.platform.account = Account(token="another_token")
    assert not await wechat.platform.verify_url()


async def test_verification_without_its_parameters_is_a_bad_request(wechat: Scene) -> None:
    url = wechat.platform.callback_url
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 400


@pytest.mark.parametrize("mode", MODES)
async def test_a_resident_is_answered_in_every_mode(wechat: Scene, mode: str) -> None:
    wechat.house.answers["我想约居住证"] = ("请问您贵姓？", "也可以回复 0 找工作人员。")
    delivery = await wechat.platform.say(OPENID, "我想约居住证", mode=mode)
    assert delivery.text == "请问您贵姓？\n\n也可以回复 0 找工作人员。"
    assert delivery.statuses == (200,)
    assert wechat.house.done == [wechat.house.received[0].key]


async def test_after_a_change_of_the_key_the_previous_one_still_works() -> None:
    house = House(MovableClock())
    keys = {"AES_KEY": "B" * 43, "PREVIOUS_AES_KEY": Account().aes_key}
    async with town(house, **keys) as (platform, _):
        assert (await platform.say(OPENID, "在吗")).text == "您好"
        platform.account = replace(platform.account, aes_key="B" * 43)
        assert (await platform.say(OPENID, "在吗")).text == "您好"


async def test_without_app_id_and_secret_residents_are_still_answered() -> None:
    house = House(MovableClock())
    async with town(house, APP_ID="", SECRET="") as (platform, channel):
        assert (await platform.say(OPENID, "在吗")).text == "您好"
        assert channel.state() == "no_credentials"


def test_without_a_token_the_channel_is_off() -> None:
    assert CHANNEL.create(House(MovableClock()).context({})) is None


async def test_a_repeat_is_handed_to_the_house_under_the_same_key(wechat: Scene) -> None:
    await wechat.platform.say(OPENID, "在吗")
    again = await wechat.platform.repeat(OPENID)
    first, second = wechat.house.received
    assert (first.key, again.text) == (second.key, "您好")


async def test_an_identical_callback_is_answered_for_five_minutes_and_then_refused(
    wechat: Scene,
) -> None:
    push = wechat.platform.make(OPENID, "在吗")
    wechat.house.clock.advance(300)
    assert (await post(wechat.platform.callback_url, push.query, push.body))[0] == 200
    wechat.house.clock.advance(1)
    assert (await post(wechat.platform.callback_url, push.query, push.body))[0] == 403
    assert len(wechat.house.received) == 1


async def test_a_callback_from_the_future_is_refused(wechat: Scene) -> None:
    push = wechat.platform.make(OPENID, "在吗")
    wechat.house.clock.advance(-301)
    assert (await post(wechat.platform.callback_url, push.query, push.body))[0] == 403


@pytest.mark.parametrize("mode", MODES)
async def test_a_message_with_control_characters_is_answered(wechat: Scene, mode: str) -> None:
    delivery = await wechat.platform.say(OPENID, "我想\x0b约\x00居住证\uffff", mode=mode)
    assert delivery.text == "您好"
    assert wechat.house.received[0].text == "我想约居住证"


async def test_markup_typed_by_a_resident_stays_text_on_both_ways(wechat: Scene) -> None:
    evil = "]]></Content><MsgType>event</MsgType><Content><![CDATA["
    wechat.house.answers[evil] = (f"您说的是：{evil}",)
    delivery = await wechat.platform.say(OPENID, evil)
    assert delivery.text == f"您说的是：{evil}"


async def test_a_reply_is_never_longer_than_the_platform_takes(wechat: Scene) -> None:
    wechat.house.default = tuple("约" * 300 for _ in range(5))
    text = (await wechat.platform.say(OPENID, "在吗")).text
    assert text is not None
    assert text != UNAVAILABLE
    assert len(text.encode()) <= 2000


async def test_where_there_is_nothing_to_say_the_platform_hears_success(wechat: Scene) -> None:
    wechat.house.default = ()
    delivery = await wechat.platform.say(OPENID, "谢谢")
    assert (delivery.statuses, delivery.text) == ((200,), None)
    assert len(wechat.house.done) == 1


@pytest.mark.parametrize("event", ["VIEW", "LOCATION", "TEMPLATESENDJOBFINISH", "whatever"])
async def test_an_event_of_no_interest_is_acknowledged_without_the_house(
    wechat: Scene, event: str
) -> None:
    delivery = await wechat.platform.send_event(OPENID, event, "key")
    assert (delivery.statuses, delivery.text) == ((200,), None)
    assert wechat.house.received == []


async def test_following_scanning_tapping_and_leaving_reach_the_house(wechat: Scene) -> None:
    await wechat.platform.follow(OPENID, "c:shequ-07")
    await wechat.platform.scan(OPENID, "w:03")
    await wechat.platform.click(OPENID, "book")
    await wechat.platform.unfollow(OPENID)
    assert [(message.kind, message.scene) for message in wechat.house.received] == [
        (MessageKind.FOLLOW, "c:shequ-07"),
        (MessageKind.SCAN, "w:03"),
        (MessageKind.MENU, "book"),
        (MessageKind.UNFOLLOW, None),
    ]


async def test_a_busy_house_says_so_and_asks_to_come_again(wechat: Scene) -> None:
    wechat.house.trouble = Busy()
    push = wechat.platform.make(OPENID, "在吗")
    status = await post(wechat.platform.callback_url, push.query, push.body)
    assert status == (503, "5")
    assert wechat.house.done == []


async def test_a_failing_house_acknowledges_nothing(
    wechat: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    wechat.house.trouble = RuntimeError("a bug")
    push = wechat.platform.make(OPENID, "在吗")
    assert (await post(wechat.platform.callback_url, push.query, push.body))[0] == 503
    assert "the house failed" in caplog.text


async def test_a_late_turn_goes_on_and_the_repeat_finds_its_answer() -> None:
    clock = MovableClock()
    house = House(clock)
    house.gate.clear()
    account = Account()
    credentials = Credentials(account.token, (account.aes_key,), account.app_id)
    channel = house.channel({"MENTING_WECHAT_TOKEN": account.token})
    channel._webhook = Webhook(credentials, house.receive, clock, patience=0.05)
    async with served(channel) as url, FakeWeChat(callback_url=url, now=clock) as platform:
        push = platform.make(OPENID, "在吗")
        assert await post(url, push.query, push.body) == (503, "5")
        assert house.done == []
        house.gate.set()
        assert (await post(url, push.query, push.body))[0] == 200
    assert house.done == [house.received[0].key]


async def _some_rounds_of_the_loop() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_when_the_platform_hangs_up_the_answer_is_not_done(
    wechat: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    wechat.house.gate.clear()
    wechat.platform.timeout = 0.05
    delivery = await wechat.platform.say(OPENID, "在吗")
    assert (delivery.statuses, delivery.text) == ((0, 0, 0), UNAVAILABLE)
    await _some_rounds_of_the_loop()  # in which the server sees the end of the connection
    wechat.house.gate.set()
    await _some_rounds_of_the_loop()
    assert wechat.house.done == []
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_refusal_is_logged_in_one_line_without_personal_data(
    wechat: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    push = wechat.platform.make(OPENID, "我叫刘芳，电话13812345678")
    query = push.query | {"msg_signature": "0" * 40}
    await post(wechat.platform.callback_url, query, push.body)
    assert caplog.messages == ["wechat: callback refused: msg_signature"]
