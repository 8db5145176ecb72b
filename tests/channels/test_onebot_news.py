"""Notices: who left, who took words back, who threw us out, and what was missed meanwhile."""

import pytest

from bot.channels.base import SendOutcome
from bot.domain.messages import ContactRef, MessageKind, OutboundMessage, Purpose, group_ref
from tests.channels.onebot_house import House
from tests.simulators.onebot import GROUP_ID, FakeOneBot
from tests.simulators.onebot_line import SELF_ID

ROOM = group_ref("onebot", str(GROUP_ID))
MEMBER = 10000002


@pytest.mark.parametrize("how", ["leave", "kick"])
async def test_the_house_hears_who_left_the_staff_group(
    house: House, qq: FakeOneBot, how: str
) -> None:
    await qq.notice("group_decrease", sub_type=how, user_id=MEMBER, operator_id=1)
    news = await house.next_message()
    assert (news.kind, news.room) == (MessageKind.LEFT, ROOM)
    assert news.contact == ContactRef("onebot", str(MEMBER))


async def test_thrown_out_the_house_is_told_and_messages_wait(house: House, qq: FakeOneBot) -> None:
    await qq.notice("group_decrease", sub_type="kick_me", user_id=SELF_ID, operator_id=1)
    assert (await house.next_message()).kind is MessageKind.REMOVED
    result = await house.send(OutboundMessage(1, ROOM, "A102 居住证", Purpose.CARD))
    assert (result.outcome, result.reason) == (SendOutcome.RETRY, "muted")
    await qq.notice("group_increase", sub_type="invite", user_id=SELF_ID, operator_id=1)
    await qq.group_say(MEMBER, "好了")
    await house.next_message()
    result = await house.send(OutboundMessage(1, ROOM, "A102 居住证", Purpose.CARD))
    assert result.outcome is SendOutcome.SENT


async def test_words_that_were_taken_back_name_the_message(house: House, qq: FakeOneBot) -> None:
    number = await qq.group_say(MEMBER, "确认 A102")
    said = await house.next_message()
    await qq.notice("group_recall", user_id=MEMBER, operator_id=MEMBER, message_id=number)
    news = await house.next_message()
    assert news.kind is MessageKind.RECALL
    assert news.quoted is not None
    assert said.key.startswith(news.quoted)


async def test_an_order_that_still_waits_is_not_carried_out(house: House, qq: FakeOneBot) -> None:
    house.hold()
    await qq.group_say(MEMBER, "待办")
    number = await qq.group_say(MEMBER, "拒绝 A102")
    await qq.notice("group_recall", user_id=MEMBER, operator_id=MEMBER, message_id=number)
    await qq.beat()
    for _ in range(50):
        await house.wait_state("connected")
    house.release()
    assert (await house.next_message()).text == "待办"
    assert (await house.next_message()).kind is MessageKind.RECALL


async def test_a_new_friend_is_greeted(house: House, qq: FakeOneBot) -> None:
    await qq.notice("friend_add", user_id=10000009)
    news = await house.next_message()
    assert (news.kind, news.contact.address) == (MessageKind.FOLLOW, "10000009")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("group_decrease", {"user_id": MEMBER, "group_id": 5, "sub_type": "leave"}),
        ("group_decrease", {"user_id": 0, "sub_type": "leave"}),
        ("group_recall", {"user_id": MEMBER}),
        ("group_recall", {"user_id": MEMBER, "message_id": 5, "group_id": 5}),
        ("friend_recall", {"user_id": MEMBER, "message_id": 5}),
        ("group_upload", {"user_id": MEMBER, "file": {}}),
        ("group_admin", {"user_id": MEMBER, "sub_type": "set"}),
        ("group_card", {"user_id": MEMBER}),
        ("essence", {"user_id": MEMBER}),
        ("group_msg_emoji_like", {"user_id": MEMBER, "likes": []}),
        ("notify", {"user_id": MEMBER, "sub_type": "poke", "target_id": SELF_ID}),
        ("never heard of", {}),
    ],
)
async def test_other_notices_are_ignored(
    house: House, qq: FakeOneBot, kind: str, fields: dict[str, object]
) -> None:
    await qq.notice(kind, **fields)
    await qq.group_say(MEMBER, "待办")
    assert (await house.next_message()).text == "待办"


async def test_what_the_staff_group_said_while_we_were_away_is_heard(
    house: House, qq: FakeOneBot
) -> None:
    heard = await qq.group_say(MEMBER, "确认 A102")
    first = await house.next_message()
    await qq.drop()
    house.clock += 2
    await qq.group_say_unheard(MEMBER, "拒绝 A103 材料不全")
    await qq.group_say_unheard(MEMBER, "确认 A104")
    await qq.reconnect()
    late = [await house.next_message() for _ in range(3)]
    assert [each.text for each in late] == ["确认 A102", "拒绝 A103 材料不全", "确认 A104"]
    assert late[0].key == first.key  # the house knows it by its key
    assert f":{heard}:" in first.key


async def test_what_is_older_than_ten_minutes_is_left_alone(house: House, qq: FakeOneBot) -> None:
    await qq.group_say(MEMBER, "待办")
    await house.next_message()
    await qq.drop()
    await qq.group_say_unheard(MEMBER, "确认 A104")
    house.clock += 601
    await qq.group_say_unheard(MEMBER, "确认 A105")
    await qq.reconnect()
    assert (await house.next_message()).text == "确认 A105"


async def test_an_end_that_keeps_no_history_is_used_all_the_same(
    house: House, qq: FakeOneBot
) -> None:
    await qq.group_say(MEMBER, "待办")
    await house.next_message()
    qq.keeps_history = False
    await qq.drop()
    await qq.reconnect()
    house.clock += 1
    await qq.group_say(MEMBER, "今天")
    assert (await house.next_message()).text == "今天"
    assert house.nothing_else_came()


async def test_before_anything_was_heard_nothing_is_asked_for(house: House, qq: FakeOneBot) -> None:
    await qq.group_say(MEMBER, "待办")
    await house.next_message()
    assert qq.calls == []
