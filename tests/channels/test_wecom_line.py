"""The smart robot over its long connection: hearing, cards, pressed buttons, answers."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from bot.channels.base import Busy, SendOutcome
from bot.domain.messages import MessageKind, Purpose
from tests.channels.wecom_house import CARD, GROUP, MEMBER, QUICK, Scene, line_town
from tests.simulators.wecom_server import BOT


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with line_town() as scene:
        yield scene


async def heard(scene: Scene, count: int = 2) -> tuple[str, str | None]:
    """Text and quote of the newest message."""
    await scene.house.until_received(count)
    newest = scene.house.received[-1]
    return newest.text, newest.quoted


async def test_what_calls_the_robot_in_the_group_is_heard_without_the_call(scene: Scene) -> None:
    await scene.platform.says(GROUP, MEMBER, "确认 A101")
    assert await heard(scene) == ("确认 A101", None)
    message = scene.house.received[-1]
    assert (message.contact.address, message.room and message.room.address) == (
        MEMBER,
        f"group:{GROUP}",
    )
    assert message.mentions_us


async def test_alone_with_the_robot_everything_is_heard_as_written(scene: Scene) -> None:
    await scene.platform.writes(MEMBER, "转 A101 @李四")
    assert await heard(scene) == ("转 A101 @李四", None)
    assert scene.house.received[-1].room is None


async def test_a_quote_is_found_again_by_the_codes_in_it(scene: Scene) -> None:
    sent = await scene.send("【请电话 T3】A101 王**：请电话告知。")
    said = scene.platform.shown(GROUP)[-1].text
    quote = {"msgtype": "text", "text": {"content": said}}
    await scene.platform.says(GROUP, MEMBER, "接", quote=quote)
    assert await heard(scene) == ("接", sent.platform_id)
    assert sent.platform_id == "T3,A101"


async def test_a_quote_without_a_code_is_not_taken_for_none(scene: Scene) -> None:
    quote = {"msgtype": "image", "image": {"url": "https://example.org/x"}}
    await scene.platform.says(GROUP, MEMBER, "确认", quote=quote)
    assert await heard(scene) == ("确认", "?")


@pytest.mark.parametrize(
    ("words", "kind", "text"),
    [
        ({"msgtype": "voice", "voice": {"content": "确认A101"}}, MessageKind.TEXT, "确认A101"),
        ({"msgtype": "image", "image": {"url": "u"}}, MessageKind.IMAGE, ""),
        ({"msgtype": "file", "file": {"url": "u"}}, MessageKind.OTHER, ""),
        (
            {
                "msgtype": "mixed",
                "mixed": {
                    "msg_item": [
                        {"msgtype": "text", "text": {"content": "看 A101"}},
                        {"msgtype": "image", "image": {"url": "u"}},
                    ]
                },
            },
            MessageKind.TEXT,
            "看 A101",
        ),
    ],
)
async def test_every_kind_of_message_is_heard(
    scene: Scene, words: dict[str, object], kind: MessageKind, text: str
) -> None:
    about = {"msgid": "M9", "aibotid": BOT, "chattype": "single", "from": {"userid": MEMBER}}
    await scene.platform.deliver({**about, **words})
    await scene.house.until_received(2)
    assert (scene.house.received[-1].kind, scene.house.received[-1].text) == (kind, text)


@pytest.mark.parametrize(
    "body",
    [
        {"msgtype": "text", "text": {"content": "无名"}},
        {"msgid": "M9", "msgtype": "text", "from": {"userid": "坏 名"}, "chattype": "single"},
        {"msgid": "M9", "msgtype": "text", "from": {"userid": MEMBER}, "chattype": "group"},
        {"msgid": "M9", "msgtype": "stream", "from": {"userid": MEMBER}, "chattype": "single"},
        {"msgid": "M9", "msgtype": "event", "from": {"userid": MEMBER}, "chattype": "single"}
        | {"event": {"eventtype": "enter_chat"}},
        {"msgid": "M9", "msgtype": "event", "from": {"userid": MEMBER}, "chattype": "single"}
        | {
            "event": {"eventtype": "template_card_event", "template_card_event": {"event_key": "x"}}
        },
    ],
)
async def test_what_is_not_for_us_is_left_alone(scene: Scene, body: dict[str, object]) -> None:
    await scene.platform.deliver({"from": {}, **body})
    await scene.platform.says(GROUP, MEMBER, "在")
    assert await heard(scene) == ("在", None)


async def test_a_new_ticket_is_shown_as_a_card_with_buttons(scene: Scene) -> None:
    sent = await scene.card()
    assert (sent.outcome, sent.platform_id) == (SendOutcome.SENT, "A101")
    shown = scene.platform.shown(GROUP)[-1]
    assert list(shown.buttons) == ["确认", "接", "看"]
    for line in CARD.splitlines()[:4]:
        assert line in shown.text


async def test_a_pressed_button_says_what_stands_on_it_about_the_ticket(scene: Scene) -> None:
    await scene.card()
    card = scene.platform.shown(GROUP)[-1]
    await scene.platform.presses(GROUP, "lisi", card, "确认")
    assert await heard(scene) == ("确认 A101", None)
    message = scene.house.received[-1]
    assert (message.contact.address, message.mentions_us) == ("lisi", True)


async def test_the_pressed_card_shows_what_became_of_it_and_the_group_hears_it(
    scene: Scene,
) -> None:
    await scene.card()
    card = scene.platform.shown(GROUP)[-1]
    await scene.platform.presses(GROUP, MEMBER, card, "确认")
    await scene.house.until_received(2)
    await scene.send("已确认 A101，已通知王**（微信）。", status="confirmed")
    await scene.platform.until(lambda me: me.seen["aibot_respond_update_msg"] == 1)
    assert list(card.buttons) == ["看"]
    assert "已确认 A101" in card.text
    assert "居民：王** 138****5678" in card.text
    assert "已确认 A101" in scene.platform.shown(GROUP)[-1].text


async def test_what_is_whispered_to_one_member_never_comes_onto_the_card(scene: Scene) -> None:
    await scene.platform.writes(MEMBER, "您好")
    await scene.card()
    card = scene.platform.shown(GROUP)[-1]
    await scene.platform.presses(GROUP, MEMBER, card, "看")
    await scene.house.until_received(3)
    await scene.send("电话：13812345678", MEMBER, Purpose.REPLY)
    await scene.send("完整内容已私聊发给张敏。", status="requested")
    await scene.platform.until(lambda me: me.seen["aibot_respond_update_msg"] == 1)
    assert "13812345678" not in card.text


async def test_a_ticket_that_still_waits_keeps_its_buttons(scene: Scene) -> None:
    await scene.card()
    card = scene.platform.shown(GROUP)[-1]
    await scene.platform.presses(GROUP, MEMBER, card, "接")
    await scene.house.until_received(2)
    await scene.send("A101 由张敏经办。", status="requested")
    await scene.platform.until(lambda me: me.seen["aibot_respond_update_msg"] == 1)
    assert list(card.buttons) == ["确认", "接", "看"]


async def test_a_card_that_the_platform_refuses_is_said_in_words(scene: Scene) -> None:
    scene.platform.chats.refuses_cards = True
    assert (await scene.card()).outcome is SendOutcome.SENT
    shown = scene.platform.shown(GROUP)[-1]
    assert (shown.card, "引用本条回复：确认" in shown.text) == (None, True)


async def test_cards_can_be_switched_off(scene: Scene) -> None:
    wecom = replace(scene.house.settings.wecom, cards=False)
    scene.house.settings = replace(scene.house.settings, wecom=wecom)
    await scene.card()
    assert scene.platform.shown(GROUP)[-1].card is None


async def test_an_answer_goes_to_whoever_asked_and_later_words_stand_alone(scene: Scene) -> None:
    await scene.platform.says(GROUP, MEMBER, "待办")
    await scene.house.until_received(2)
    await scene.send("没有待办，辛苦了。", ticket=None)
    await scene.send("【超时】A101", ticket=None)
    assert [shown.by for shown in scene.platform.shown(GROUP)][-2:] == ["answer", "robot"]


async def test_nothing_a_resident_wrote_calls_or_leads_anybody(scene: Scene) -> None:
    await scene.send(
        "备注：<@all> [点这里](http://x) **急** `rm`\n# 标题\n138****5678", ticket=None
    )
    said = scene.platform.shown(GROUP)[-1].text
    assert not set("<>[]*`") & set(said)
    assert "138＊＊＊＊5678" in said
    assert "\n＃ 标题" in said


async def test_a_member_is_called_only_where_the_office_wants_it(scene: Scene) -> None:
    await scene.send("请处理", mention="lisi", ticket=None)
    assert scene.platform.shown(GROUP)[-1].text == "请处理"
    wecom = replace(scene.house.settings.wecom, call_members=True)
    scene.house.settings = replace(scene.house.settings, wecom=wecom)
    await scene.send("请处理", mention="lisi", ticket=None)
    assert scene.platform.shown(GROUP)[-1].text == "<@lisi> 请处理"


async def test_whom_nobody_spoke_to_cannot_be_written_to(scene: Scene) -> None:
    sent = await scene.send("完整电话", "wangwu", Purpose.REPLY)
    assert sent.outcome is SendOutcome.UNREACHABLE
    await scene.platform.writes("wangwu", "您好")
    await scene.house.until_received(2)
    assert (await scene.send("完整电话", "wangwu", Purpose.REPLY)).outcome is SendOutcome.SENT


async def test_the_quota_of_a_chat_is_kept(scene: Scene) -> None:
    outcomes = [(await scene.send(f"第{number}条", ticket=None)) for number in range(31)]
    assert [each.outcome for each in outcomes[:30]] == [SendOutcome.SENT] * 30
    assert (outcomes[30].outcome, outcomes[30].reason) == (SendOutcome.RETRY, "paced")
    scene.house.clock.advance(outcomes[30].retry_after or 0)
    assert (await scene.send("第31条", ticket=None)).outcome is SendOutcome.SENT


async def test_a_smaller_quota_of_the_platform_is_waited_for(scene: Scene) -> None:
    scene.platform.chats.per_minute = 1
    await scene.send("一", ticket=None)
    sent = await scene.send("二", ticket=None)
    assert (sent.outcome, sent.reason, sent.retry_after) == (SendOutcome.RETRY, "45009", 60.0)


async def test_what_was_not_acknowledged_is_never_said_twice() -> None:
    async with line_town(replace(QUICK, answer=0.05)) as scene:
        scene.platform.server.loses_acks = True
        sent = await scene.send("一", ticket=None)
        assert (sent.outcome, sent.reason) == (SendOutcome.UNKNOWN, "no_answer")


async def test_a_busy_house_is_asked_again(scene: Scene) -> None:
    scene.house.trouble = Busy()
    await scene.platform.says(GROUP, MEMBER, "确认 A101")
    await scene.house.until_received(3)
    scene.house.trouble = None
    await scene.house.until_received(4)
    assert {message.text for message in scene.house.received[1:]} == {"确认 A101"}


async def test_it_stops_within_two_seconds(scene: Scene) -> None:
    scene.house.gate.clear()
    await scene.platform.says(GROUP, MEMBER, "在吗")
    async with asyncio.timeout(2):
        await scene.channel.stop()
