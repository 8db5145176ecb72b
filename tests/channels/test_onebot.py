"""The OneBot channel against a fake protocol end, over real sockets on this machine."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.channels.base import SendOutcome
from bot.channels.onebot import CHANNEL
from bot.domain.messages import ContactRef, MessageKind, group_ref
from tests.channels.onebot_house import CARD, TOKEN, House, open_house
from tests.simulators.onebot import GROUP_ID, FakeOneBot
from tests.simulators.onebot_answers import Variant
from tests.simulators.onebot_chat import at, text
from tests.simulators.onebot_line import SELF_ID


async def test_a_quoted_card_reaches_the_house(house: House, qq: FakeOneBot) -> None:
    await qq.group_say(10000002, "@确认 A102", quote=48, card="窗口2-小王")
    message = await house.next_message()
    assert (message.text, message.quoted, message.sender_name) == ("确认 A102", "48", "窗口2-小王")
    assert message.mentions_us
    assert message.room == group_ref("onebot", str(GROUP_ID))
    assert message.contact == ContactRef("onebot", "10000002")


async def test_a_cq_string_is_heard_like_an_array(house: House, qq: FakeOneBot) -> None:
    qq.speaks_cq = True
    await qq.group_say(10000002, "备注 周五[上午] A&B,C", quote=48)
    message = await house.next_message()
    assert (message.text, message.quoted) == ("备注 周五[上午] A&B,C", "48")


async def test_a_private_message_reaches_the_house(house: House, qq: FakeOneBot) -> None:
    await qq.private_say(10000003, "收到", nickname="李四")
    message = await house.next_message()
    assert (message.text, message.room, message.sender_name) == ("收到", None, "李四")


async def test_messages_keep_their_order(house: House, qq: FakeOneBot) -> None:
    for number in range(30):
        await qq.group_say(10000002, f"备注 {number}")
    texts = [(await house.next_message()).text for _ in range(30)]
    assert texts == [f"备注 {number}" for number in range(30)]


async def test_noise_is_ignored_and_the_socket_lives_on(house: House, qq: FakeOneBot) -> None:
    for frame in ("{", "[]", "null", '"text"', "1" * 9999, "x" * (1 << 20) + "x"):
        await qq.emit(frame)
    for kind in ("message_sent", "notice", "request", "never heard of"):
        await qq.emit({"post_type": kind, "user_id": 10000002, "message": "确认 A102"})
    await qq.emit({"post_type": "message"})
    await qq.emit({"status": "ok", "retcode": 0, "echo": {"strange": []}})
    await qq.group_say(SELF_ID, "确认 A102")
    await qq.group_say(10000002, "待办")
    assert (await house.next_message()).text == "待办"
    assert house.nothing_else_came()


async def test_a_picture_is_heard_as_a_picture(house: House, qq: FakeOneBot) -> None:
    await qq.group_send(10000002, [{"type": "image", "data": {"file": "a.jpg"}}])
    assert (await house.next_message()).kind is MessageKind.IMAGE


async def test_a_card_is_sent_to_the_group_with_its_message_id(
    house: House, qq: FakeOneBot
) -> None:
    result = await house.send(CARD)
    said = await qq.group.wait_for(lambda said: said.text == "A102 居住证")
    assert result.outcome is SendOutcome.SENT
    assert result.platform_id == str(said.message_id)
    assert said.target == GROUP_ID


async def test_a_private_message_is_sent_to_its_person(house: House, qq: FakeOneBot) -> None:
    result = await house.send(replace(CARD, to=ContactRef("onebot", "10000003"), text="明天早班"))
    said = await qq.private.wait_for(lambda said: said.text == "明天早班")
    assert (result.outcome, said.target) == (SendOutcome.SENT, 10000003)


async def test_the_officer_on_duty_is_called_by_name(house: House, qq: FakeOneBot) -> None:
    await house.send(replace(CARD, mention="10000003", text="早班还没有人应答"))
    assert qq.group.said[0].segments == (at(10000003), text(" 早班还没有人应答"))


async def test_nobody_can_make_the_bot_call_everybody(house: House, qq: FakeOneBot) -> None:
    words = "[CQ:at,qq=all] &#91; \ud83d\x00"
    await house.send(replace(CARD, text=words, mention="all"))
    assert qq.group.said[0].segments == (text("[CQ:at,qq=all] &#91; ?"),)


async def test_numbers_are_sent_as_numbers_and_every_echo_is_new(
    house: House, qq: FakeOneBot
) -> None:
    await house.send(CARD)
    await house.send(CARD)
    assert [call["params"]["group_id"] for call in qq.calls] == [GROUP_ID, GROUP_ID]  # type: ignore[index]
    assert len({str(call["echo"]) for call in qq.calls}) == 2


@pytest.mark.parametrize(
    ("variant", "outcome", "reason"),
    [
        (Variant.TWICE, SendOutcome.SENT, ""),
        (Variant.EVENT_FIRST, SendOutcome.SENT, ""),
        (Variant.NOT_JSON, SendOutcome.SENT, ""),
        (Variant.RISK_CONTROL, SendOutcome.UNKNOWN, "1200"),
        (Variant.ASYNC, SendOutcome.UNKNOWN, "async"),
        (Variant.CLOSE, SendOutcome.UNKNOWN, "socket_lost"),
        (Variant.REFUSE, SendOutcome.UNREACHABLE, "1400"),
    ],
)
async def test_each_answer_has_its_outcome(
    house: House, qq: FakeOneBot, variant: Variant, outcome: SendOutcome, reason: str
) -> None:
    qq.variant = variant
    result = await house.send(CARD)
    assert (result.outcome, result.reason) == (outcome, reason)
    assert len(qq.calls) == 1


async def test_a_refused_send_alerts_the_operator_without_its_words(
    house: House, qq: FakeOneBot, caplog: pytest.LogCaptureFixture
) -> None:
    qq.variant = Variant.REFUSE
    await house.send(CARD)
    assert "alert: send_group_msg was refused, 1400" in caplog.text
    assert "A102" not in caplog.text


@pytest.mark.parametrize("variant", [Variant.SILENT, Variant.LATE, Variant.UNKNOWN_ECHO])
async def test_without_an_answer_in_time_the_outcome_is_unknown(variant: Variant) -> None:
    async with open_house(answer=0.05) as house, FakeOneBot(house.url, TOKEN) as qq:
        await house.wait_state("connected")
        qq.next_variants.append(variant)
        result = await house.send(CARD)
        assert (result.outcome, result.reason) == (SendOutcome.UNKNOWN, "no_answer")
        await qq.release()
        assert (await house.send(CARD)).outcome is SendOutcome.SENT
        assert len(qq.calls) == 2


async def test_answers_in_another_order_find_their_sends(house: House, qq: FakeOneBot) -> None:
    qq.next_variants.append(Variant.LATE)
    first = asyncio.create_task(house.send(replace(CARD, text="一")))
    await qq.group.wait_count(1)
    second = await house.send(replace(CARD, text="二"))
    await qq.release()
    ids = {said.text: str(said.message_id) for said in qq.group.said}
    assert ((await first).platform_id, second.platform_id) == (ids["一"], ids["二"])


async def test_an_answer_is_read_while_the_house_is_still_thinking(
    house: House, qq: FakeOneBot
) -> None:
    house.hold()
    await qq.group_say(10000002, "待办")
    assert (await house.send(CARD)).outcome is SendOutcome.SENT
    house.release()
    assert (await house.next_message()).text == "待办"


async def test_without_a_socket_a_send_is_for_later(house: House) -> None:
    result = await house.send(CARD)
    assert (result.outcome, result.retry_after) == (SendOutcome.RETRY, 5.0)
    assert house.state() == "disconnected"
    assert not house.channel.is_ready()


async def test_the_channel_is_ready_while_its_account_is_connected(
    house: House, qq: FakeOneBot
) -> None:
    await house.wait_state("connected")
    assert house.channel.is_ready()


def test_one_account_sends_one_message_at_a_time() -> None:
    assert CHANNEL.side_by_side == 1


async def test_an_address_that_is_no_qq_number_is_unreachable(house: House) -> None:
    for address in ("", "group:", "all", "-1", "１２"):
        result = await house.send(replace(CARD, to=ContactRef("onebot", address)))
        assert result.outcome is SendOutcome.UNREACHABLE


async def test_after_a_loss_the_protocol_end_comes_back_and_is_served(
    house: House, qq: FakeOneBot
) -> None:
    await qq.drop()
    await house.wait_state("disconnected")
    await qq.reconnect()
    await house.wait_state("connected")
    assert (await house.send(CARD)).outcome is SendOutcome.SENT


async def test_the_newest_socket_wins(house: House, qq: FakeOneBot) -> None:
    async with FakeOneBot(house.url, TOKEN) as newer:
        async with asyncio.timeout(5):
            await qq.disconnected.wait()
        await house.wait_state("connected")
        await house.send(CARD)
        assert (newer.group.texts, qq.group.texts) == ([CARD.text], [])
        await newer.group_say(10000002, "待办")
        assert (await house.next_message()).text == "待办"


async def test_a_useless_message_is_not_sent(house: House, qq: FakeOneBot) -> None:
    late = datetime.fromtimestamp(house.clock, UTC) - timedelta(seconds=1)
    result = await house.send(replace(CARD, expires_at=late))
    assert (result.outcome, result.reason) == (SendOutcome.RETRY, "expired")
    assert qq.calls == []


async def test_both_paths_lead_in(house: House) -> None:
    async with FakeOneBot(house.url + "/v11/ws", TOKEN) as qq:
        await qq.private_say(10000003, "收到")
        assert (await house.next_message()).text == "收到"
