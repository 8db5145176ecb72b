"""One access token for all processes, renewed once, never in a storm."""

import asyncio

import pytest

from bot.channels.base import SendOutcome
from bot.domain.messages import Route
from tests.channels.wechat_house import served
from tests.channels.wechat_scene import OPENID, Scene, message, sent


async def test_a_hundred_sends_with_a_dead_token_cause_one_renewal(known: Scene) -> None:
    await sent(known)
    known.platform.api.tokens.kill()
    await asyncio.gather(*(sent(known) for _ in range(100)))
    assert known.platform.calls["stable_token"] == 2
    texts = [bubble for bubble in known.platform.phone(OPENID) if bubble.by == "window"]
    assert len(texts) == 5


async def test_a_token_that_stays_bad_causes_no_storm(
    known: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    await sent(known)
    known.platform.api.refuse_every_token = True
    outcomes = await asyncio.gather(*(sent(known) for _ in range(20)))
    assert set(outcomes) == {(SendOutcome.RETRY, "token_refused")}
    assert known.platform.calls["stable_token"] == 2
    assert known.channel.state() == "no_token"
    assert known.channel.is_ready()  # its messages are tried: staff must hear that they fail
    known.platform.api.refuse_every_token = False
    known.house.clock.advance(61)
    assert await sent(known) == (SendOutcome.SENT, "")
    assert known.channel.state() == "on"


async def test_an_expired_token_is_renewed_in_time(known: Scene) -> None:
    await sent(known)
    known.house.clock.advance(6800)
    await sent(known)
    assert known.platform.calls["stable_token"] == 1
    known.house.clock.advance(200)
    assert await sent(known) == (SendOutcome.SENT, "")
    assert known.platform.calls["stable_token"] == 2


async def test_two_processes_share_one_token(known: Scene) -> None:
    other = known.house.channel(known.platform.environment())
    async with served(other):
        await asyncio.gather(sent(known), other.send(message(), Route.WINDOW))
        await other.send(message(), Route.WINDOW)
    assert known.platform.calls["stable_token"] == 1
    assert known.platform.calls["message/custom/send"] == 3


async def test_an_address_that_is_not_listed_alerts_the_operator_and_is_retried_slowly(
    known: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    known.platform.api.allowed_ips = frozenset({"203.0.113.9"})
    outcomes = await asyncio.gather(*(sent(known) for _ in range(10)))
    assert set(outcomes) == {(SendOutcome.RETRY, "40164")}
    assert known.platform.calls["stable_token"] == 1
    assert len([line for line in caplog.messages if "alert" in line]) == 1
