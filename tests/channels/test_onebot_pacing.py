"""How slowly the OneBot channel speaks, and what it does when the house is busy."""

import asyncio
import logging
from itertools import pairwise

import aiohttp
import pytest

from bot.channels.base import SendOutcome
from bot.channels.onebot.pacing import PER_MINUTE, Pacer
from bot.config.model import ChannelSettings
from bot.domain.messages import OutboundMessage, Purpose, group_ref
from tests.channels.onebot_house import TOKEN, open_house
from tests.simulators.onebot import GROUP_ID, FakeOneBot

CARD = OutboundMessage(
    id=1, to=group_ref("onebot", str(GROUP_ID)), text="A102 居住证", purpose=Purpose.CARD
)


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0

    def read(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += seconds


async def moments(count: int, interval: float, chance: float = 0.0) -> list[float]:
    """When each of `count` sends that come at once may go, in seconds after the first."""
    clock, went = Clock(), list[float]()
    pacer = Pacer(clock.read, clock.sleep, lambda: chance)

    async def send() -> None:
        await pacer.take_turn(interval)
        went.append(clock.now - 1000.0)

    await asyncio.gather(*(send() for _ in range(count)))
    return went


async def test_sends_keep_their_distance() -> None:
    assert await moments(4, 3.0) == [0.0, 3.0, 6.0, 9.0]


async def test_sends_do_not_go_on_the_beat() -> None:
    assert await moments(3, 4.0, chance=1.0) == [0.0, 5.0, 10.0]
    assert await moments(3, 4.0, chance=0.5) == [0.0, 4.5, 9.0]


async def test_no_minute_has_more_than_twenty_sends() -> None:
    went = await moments(45, 0.5)
    assert all(later - first >= 60 for first, later in zip(went, went[PER_MINUTE:], strict=False))


async def test_an_interval_of_nothing_switches_pacing_off() -> None:
    assert await moments(100, 0.0) == [0.0] * 100


async def test_two_sends_over_the_account_are_apart_on_the_wire() -> None:
    async with open_house() as house, FakeOneBot(house.url, TOKEN) as qq:
        await house.wait_state("connected")
        house.settings = ChannelSettings(onebot_min_interval=0.05)
        results = await asyncio.gather(*(house.send(CARD) for _ in range(3)))
        assert {result.outcome for result in results} == {SendOutcome.SENT}
        assert all(b.at - a.at > 0.045 for a, b in pairwise(qq.group.said))


async def test_a_message_is_heard_while_sends_wait_for_their_turn() -> None:
    async with open_house() as house, FakeOneBot(house.url, TOKEN) as qq:
        await house.wait_state("connected")
        await house.send(CARD)
        house.settings = ChannelSettings("onebot:700000001", onebot_min_interval=30)
        waiting = asyncio.create_task(house.send(CARD))
        await qq.group_say(10000002, "待办")
        assert (await house.next_message()).text == "待办"
        assert not waiting.done()
        waiting.cancel()


async def test_a_send_that_would_wait_too_long_is_for_later() -> None:
    async with open_house() as house, FakeOneBot(house.url, TOKEN):
        await house.wait_state("connected")
        await house.send(CARD)
        house.settings = ChannelSettings(onebot_min_interval=20)
        waiting = [asyncio.create_task(house.send(CARD)) for _ in range(2)]
        await asyncio.sleep(0)
        result = await house.send(CARD)
        assert (result.outcome, result.retry_after) == (SendOutcome.RETRY, 40)
        for task in waiting:
            task.cancel()


async def test_a_message_for_a_busy_house_is_offered_again() -> None:
    async with open_house() as house, FakeOneBot(house.url, TOKEN) as qq:
        house.busy = 3
        await qq.group_say(10000002, "确认 A102")
        assert (await house.next_message()).text == "确认 A102"


async def test_a_house_that_stays_busy_loses_the_message_and_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with open_house() as house, FakeOneBot(house.url, TOKEN) as qq:
        house.busy = 4
        await qq.group_say(10000002, "确认 A102")
        await qq.group_say(10000002, "待办")
        assert (await house.next_message()).text == "待办"
    assert "stayed busy" in caplog.text
    assert "10000002" not in caplog.text


async def test_a_fault_in_one_message_does_not_end_listening(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with open_house() as house, FakeOneBot(house.url, TOKEN) as qq:
        house.faults = 1
        await qq.group_say(10000002, "确认 A102")
        await qq.group_say(10000002, "待办")
        assert (await house.next_message()).text == "待办"
    assert [record.levelno for record in caplog.records if record.exc_info] == [logging.ERROR]


async def test_stopping_stores_what_has_come() -> None:
    async with open_house() as house, FakeOneBot(house.url, TOKEN) as qq:
        house.hold()
        for words in ("一", "二"):
            await qq.group_say(10000002, words)
        await house.send(CARD)  # its answer comes after both messages
        stopping = asyncio.create_task(house.channel.stop())
        await asyncio.sleep(0)
        house.release()
        await stopping
        assert [(await house.next_message()).text for _ in range(2)] == ["一", "二"]


async def test_a_half_open_socket_does_not_keep_the_next_one_out() -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with open_house() as house, aiohttp.ClientSession() as session:
        await session.ws_connect(
            house.url, headers=headers
        )  # never reads, so never answers a close
        async with FakeOneBot(house.url, TOKEN) as qq:
            await house.wait_state("connected")
            await house.send(CARD)
            assert qq.group.texts == [CARD.text]


async def test_a_protocol_end_that_keeps_trying_gets_in_when_the_house_opens() -> None:
    async with open_house() as house:
        url = house.url
    async with FakeOneBot(url, TOKEN, reconnect_delay=0.01) as qq:
        assert not qq.connected.is_set()
        async with open_house() as house:
            qq.url = house.url
            await qq.wait_connected()
            await qq.drop()
            await qq.wait_connected()
            await qq.group_say(10000002, "待办")
            assert (await house.next_message()).text == "待办"
