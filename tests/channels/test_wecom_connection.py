"""Keeping the one long connection: losses, a deaf platform, wrong secrets, several processes."""

import asyncio
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from bot.channels.base import SendOutcome
from bot.channels.wecom.adapter import WecomChannel
from bot.channels.wecom.connection import Timing
from bot.channels.wecom.credentials import from_environment
from tests.channels.house import House
from tests.channels.wecom_house import GROUP, MEMBER, QUICK, channel_of, line_town, settings
from tests.simulators.platform import MovableClock
from tests.simulators.wecom import FakeWecom


def another_process(house: House, platform: FakeWecom, timing: Timing = QUICK) -> WecomChannel:
    """A second server over the same database."""
    other = House(house.clock)
    other.settings, other.tokens = house.settings, house.tokens.of_process("another")
    return channel_of(other, platform, timing)


async def test_a_lost_line_comes_back_and_messages_wait_for_it() -> None:
    async with line_town() as scene:
        assert scene.channel.state() == "connected"
        scene.platform.server.is_down = True
        await scene.platform.cut()
        await until(lambda: not scene.channel.is_ready())
        sent = await scene.send("一", ticket=None)
        assert (sent.outcome, sent.reason) == (SendOutcome.RETRY, "disconnected")
        scene.platform.server.is_down = False
        await scene.platform.connected(2)
        await until(scene.channel.is_ready)
        assert (await scene.send("一", ticket=None)).outcome is SendOutcome.SENT


async def test_signs_of_life_are_given_and_a_dead_line_is_left() -> None:
    async with line_town(replace(QUICK, ping=0.02, answer=0.05)) as scene:
        await scene.platform.until(lambda me: me.seen["ping"] >= 3)
        scene.platform.server.is_deaf = True
        await scene.platform.until(lambda me: me.seen["subscribe"] >= 2)


async def test_who_was_thrown_out_by_a_stranger_does_not_come_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with line_town() as scene:
        elsewhere = House(scene.house.clock)
        elsewhere.settings = scene.house.settings
        stranger = another_process(elsewhere, scene.platform)
        await stranger.start()
        await scene.platform.connected(2)
        await until(lambda: "restart to take it back" in caplog.text)
        assert (scene.channel.state(), scene.channel.is_ready()) == ("kicked", False)
        await stranger.stop()
        assert scene.platform.seen["subscribe"] == 2


async def test_of_two_processes_over_one_database_one_holds_the_line() -> None:
    async with line_town() as scene:
        (name,) = scene.house.tokens.holders
        await until(lambda: scene.house.tokens.holders[name][1] > scene.house.clock())
        second = another_process(scene.house, scene.platform)
        await second.start()
        await until(lambda: second.state() == "standby")
        assert scene.platform.seen["subscribe"] == 1
        await scene.channel.stop()
        await scene.platform.connected(2)
        await second.stop()


async def test_wrong_secrets_are_not_tried_again_and_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = House(MovableClock())
    house.settings = settings()
    async with FakeWecom(now=house.clock) as platform:
        env = platform.environment() | {"MENTING_WECOM_SECRET": "another"}
        credentials = from_environment(env)
        assert credentials is not None
        channel = WecomChannel(credentials, house.context(env), replace(QUICK, refused=60.0))
        await channel.start()
        await platform.until(lambda me: me.seen["refused"] == 1)
        await until(lambda: channel.state() == "refused")
        await channel.stop()
        assert platform.seen["refused"] == 1
    assert "alert" in caplog.text


async def test_the_log_names_a_group_once_and_nobody_in_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    async with line_town() as scene:
        scene.house.settings = replace(scene.house.settings, staff_group="onebot:1")
        for text in ("绑定 ABC", "在吗"):
            await scene.platform.says(GROUP, MEMBER, text)
        await scene.house.until_received(3)
    assert caplog.text.count(f"wecom:{GROUP}") == 1
    assert MEMBER not in caplog.text


async def until(is_so: Callable[[], bool]) -> None:
    """Give the loop turns until it is so."""
    async with asyncio.timeout(5):
        while not is_so():  # noqa: ASYNC110 - asked as /healthz asks
            await asyncio.sleep(0)
