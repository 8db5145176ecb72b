"""One access token for all processes, renewed once, never in a storm."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.base import SendOutcome
from bot.domain.messages import Route
from tests.channels.qq_house import USER, Scene, letter, town
from tests.simulators.qq import Fault


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with town() as scene:
        scene.house.default = ()
        await scene.platform.say(USER, "在吗")
        scene.house.clock.advance(3600)
        yield scene


async def sent(scene: Scene) -> tuple[SendOutcome, str]:
    result = await scene.channel.send(letter(), Route.PUSH)
    return result.outcome, result.reason


async def test_many_sends_at_once_ask_for_one_token(scene: Scene) -> None:
    await asyncio.gather(*(sent(scene) for _ in range(20)))
    assert scene.platform.calls["token"] == 1


async def test_many_sends_with_a_dead_token_cause_one_renewal(scene: Scene) -> None:
    await sent(scene)
    scene.platform.api.tokens.kill()
    outcomes = await asyncio.gather(*(sent(scene) for _ in range(10)))
    assert outcomes == [(SendOutcome.SENT, "")] * 10
    assert scene.platform.calls["token"] == 2


async def test_the_token_is_renewed_when_the_platform_has_the_next_one(scene: Scene) -> None:
    await sent(scene)
    scene.house.clock.advance(7200 - 51)
    await sent(scene)
    assert scene.platform.calls["token"] == 1
    scene.house.clock.advance(1)
    await asyncio.gather(*(sent(scene) for _ in range(10)))
    assert scene.platform.calls["token"] == 2
    await sent(scene)
    assert scene.platform.calls["token"] == 2


async def test_two_processes_share_one_token(scene: Scene) -> None:
    other = scene.house.channel(scene.platform.environment())
    await other.start()
    await asyncio.gather(sent(scene), other.send(letter(), Route.PUSH))
    await other.stop()
    assert scene.platform.calls["token"] == 1


async def test_another_process_waits_for_the_one_that_renews(scene: Scene) -> None:
    scene.house.tokens.leases[f"qq:{scene.platform.account.app_id}"] = scene.house.clock() + 10
    sending = asyncio.ensure_future(sent(scene))
    await asyncio.wait((sending,), timeout=0.05)
    token = scene.platform.api.tokens.issue()["access_token"]
    assert isinstance(token, str)
    await scene.house.tokens.save("qq:102000001", token, scene.house.clock() + 7200)
    assert await sending == (SendOutcome.SENT, "")
    assert scene.platform.calls["token"] == 0


@pytest.mark.parametrize("code", [11241, 11243, 11244, 11251])
async def test_a_token_that_is_refused_again_and_again_is_no_storm(scene: Scene, code: int) -> None:
    scene.platform.api.forced = [Fault(code, status=401) for _ in range(50)]
    for _ in range(10):
        assert await sent(scene) == (SendOutcome.RETRY, "token_refused")
    assert scene.platform.calls["token"] <= 3


@pytest.mark.parametrize("code", [100001, 100007, 100016, 10004])
async def test_a_refusal_of_the_token_server_is_believed_for_a_minute(
    scene: Scene, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    scene.platform.api.token_fault = Fault(code, status=200)
    for _ in range(10):
        assert await sent(scene) == (SendOutcome.RETRY, str(code))
    assert scene.platform.calls["token"] == 1
    assert scene.channel.state() == "no_token"
    assert scene.platform.account.secret not in caplog.text
    scene.platform.api.token_fault = None
    scene.house.clock.advance(60)
    assert await sent(scene) == (SendOutcome.SENT, "")
    assert scene.channel.state() == "on"


async def test_a_wrong_secret_is_named_by_its_code() -> None:
    async with town(SECRET="wrong") as scene:
        assert await sent(scene) == (SendOutcome.RETRY, "100016")
