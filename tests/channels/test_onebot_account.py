"""What the OneBot channel knows about the account behind the protocol end."""

import asyncio

import pytest

from bot.channels.base import SendOutcome
from bot.channels.onebot.account import Account
from bot.channels.parts.wire import JsonObject
from tests.channels.onebot_house import CARD, TOKEN, House, open_house
from tests.simulators.onebot import GROUP_ID, FakeOneBot

HEARTBEAT: JsonObject = {
    "post_type": "meta_event",
    "meta_event_type": "heartbeat",
    "status": {"online": True, "good": True},
    "interval": 30_000,
}
BAN: JsonObject = {
    "post_type": "notice",
    "notice_type": "group_ban",
    "sub_type": "ban",
    "self_id": 3000000001,
    "group_id": 700000001,
    "user_id": 3000000001,
    "duration": 600,
}


def test_an_account_is_silent_after_three_missed_heartbeats() -> None:
    account = Account()
    account.note(HEARTBEAT, 1000.0)
    assert not account.is_silent(1090.0)
    assert account.is_silent(1090.1)
    account.note(HEARTBEAT, 1091.0)
    assert not account.is_silent(1092.0)


def test_an_account_whose_heartbeats_are_off_is_never_silent() -> None:
    assert not Account().is_silent(1e9)


def test_an_account_that_was_logged_out_is_online_again_when_it_hears_somebody() -> None:
    account = Account()
    account.note({"post_type": "notice", "notice_type": "bot_offline"}, 0.0)
    assert not account.is_online
    account.note({"post_type": "message"}, 1.0)
    assert account.is_online


def test_a_ban_of_ourselves_ends_by_itself() -> None:
    account = Account()
    account.note(BAN, 1000.0)
    assert account.is_muted("700000001", 1599.0)
    assert not account.is_muted("700000001", 1600.0)
    assert not account.is_muted("700000002", 1001.0)


def test_a_ban_of_somebody_else_does_not_concern_us() -> None:
    account = Account()
    account.note({**BAN, "user_id": 10000002}, 1000.0)
    assert not account.is_muted("700000001", 1001.0)


def test_a_ban_without_a_group_mutes_nothing() -> None:
    account = Account()
    account.note({**BAN, "group_id": None}, 1000.0)
    assert not account.is_muted("", 1001.0)


async def test_an_end_that_falls_silent_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    async with open_house() as house, FakeOneBot(house.url, TOKEN) as qq:
        await qq.emit({**HEARTBEAT, "interval": 10})
        await house.wait_state("silent")
        await qq.group_say(10000002, "确认 A102")
        await house.next_message()
        async with asyncio.timeout(5):
            while "heartbeats" not in caplog.text:  # noqa: ASYNC110 - the log is all there is
                await asyncio.sleep(0)
        assert caplog.text.count("three heartbeats stayed away") == 1


async def test_an_end_that_goes_away_in_order_is_not_called_silent() -> None:
    async with open_house() as house:
        async with FakeOneBot(house.url, TOKEN) as qq:
            await qq.group_say(10000002, "确认 A102")
            await house.next_message()
            assert house.channel._watch is not None
        await house.wait_state("disconnected")
        assert house.channel._watch is None


async def test_while_the_account_is_offline_nothing_is_tried(house: House, qq: FakeOneBot) -> None:
    await qq.beat(online=False)
    await house.wait_state("account_offline")
    assert (await house.send(CARD)).reason == "account_offline"
    await qq.beat()
    await house.wait_state("connected")
    assert (await house.send(CARD)).outcome is SendOutcome.SENT


async def test_in_a_muted_group_nothing_is_tried_until_it_is_lifted(
    house: House, qq: FakeOneBot
) -> None:
    ban = {"post_type": "notice", "notice_type": "group_ban", "group_id": GROUP_ID, "user_id": 0}
    await qq.emit({**ban, "sub_type": "ban", "duration": -1})
    await qq.group_say(10000002, "待办")
    await house.next_message()
    assert (await house.send(CARD)).reason == "muted"
    await qq.emit({**ban, "sub_type": "lift_ban", "duration": 0})
    await qq.group_say(10000002, "待办")
    await house.next_message()
    assert (await house.send(CARD)).outcome is SendOutcome.SENT
