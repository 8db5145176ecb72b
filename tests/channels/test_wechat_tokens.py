"""One access token for all processes, renewed once, never in a storm."""

import asyncio
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest

from bot.channels.base import SendOutcome
from bot.channels.wechat.adapter import WeChatChannel
from bot.domain.messages import ContactRef, OutboundMessage, Purpose, Route
from tests.channels.wechat_house import House, served, town
from tests.simulators.wechat import FakeWeChat, MovableClock

OPENID = "oTestOpenId0001"
RESULT = "您的预约已确认：11月28日（周六）09:00"


class Scene(NamedTuple):
    house: House
    platform: FakeWeChat
    channel: WeChatChannel


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    house = House(MovableClock())
    async with town(house) as (platform, channel):
        await platform.say(OPENID, "在吗")
        yield Scene(house, platform, channel)


def message(text: str = RESULT, *, to: str = OPENID, **fields: str) -> OutboundMessage:
    contact = ContactRef("wechat", to)
    return OutboundMessage(id=7, to=contact, text=text, purpose=Purpose.RESULT, fields=fields)


async def sent(scene: Scene, text: str = RESULT) -> tuple[SendOutcome, str]:
    result = await scene.channel.send(message(text), Route.WINDOW)
    return result.outcome, result.reason


async def test_a_hundred_sends_with_a_dead_token_cause_one_renewal(scene: Scene) -> None:
    await sent(scene)
    scene.platform.api.tokens.kill()
    await asyncio.gather(*(sent(scene) for _ in range(100)))
    assert scene.platform.calls["stable_token"] == 2
    texts = [bubble for bubble in scene.platform.phone(OPENID) if bubble.by == "window"]
    assert len(texts) == 5


async def test_a_token_that_stays_bad_causes_no_storm(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    await sent(scene)
    scene.platform.api.refuse_every_token = True
    outcomes = await asyncio.gather(*(sent(scene) for _ in range(20)))
    assert set(outcomes) == {(SendOutcome.RETRY, "token_refused")}
    assert scene.platform.calls["stable_token"] == 2
    assert scene.channel.state() == "no_token"
    assert scene.channel.is_ready()  # its messages are tried: staff must hear that they fail
    scene.platform.api.refuse_every_token = False
    scene.house.clock.advance(61)
    assert await sent(scene) == (SendOutcome.SENT, "")
    assert scene.channel.state() == "on"


async def test_an_expired_token_is_renewed_in_time(scene: Scene) -> None:
    await sent(scene)
    scene.house.clock.advance(6800)
    await sent(scene)
    assert scene.platform.calls["stable_token"] == 1
    scene.house.clock.advance(200)
    assert await sent(scene) == (SendOutcome.SENT, "")
    assert scene.platform.calls["stable_token"] == 2


async def test_two_processes_share_one_token(scene: Scene) -> None:
    other = scene.house.channel(scene.platform.environment())
    async with served(other):
        await asyncio.gather(sent(scene), other.send(message(), Route.WINDOW))
        await other.send(message(), Route.WINDOW)
    assert scene.platform.calls["stable_token"] == 1
    assert scene.platform.calls["message/custom/send"] == 3


async def test_an_address_that_is_not_listed_alerts_the_operator_and_is_retried_slowly(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.platform.api.allowed_ips = frozenset({"203.0.113.9"})
    outcomes = await asyncio.gather(*(sent(scene) for _ in range(10)))
    assert set(outcomes) == {(SendOutcome.RETRY, "40164")}
    assert scene.platform.calls["stable_token"] == 1
    assert len([line for line in caplog.messages if "alert" in line]) == 1
