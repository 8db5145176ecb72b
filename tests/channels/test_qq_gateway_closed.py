"""The gateway that closes, is away or talks nonsense: what is done, and when it is given up."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.qq.frames import Next, after_close
from tests.channels.qq_house import Scene
from tests.channels.qq_listening import say, town


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with town() as scene:
        await scene.platform.gateway.connected()
        yield scene


@pytest.mark.parametrize(("op", "how"), [(7, "resume"), (9, "identify")])
async def test_the_platform_may_ask_for_another_connection(scene: Scene, op: int, how: str) -> None:
    before = scene.platform.gateway.seen[how]
    await scene.platform.gateway.send(op)
    await scene.platform.gateway.connected(2)
    assert scene.platform.gateway.seen[how] == before + 1


@pytest.mark.parametrize(
    ("code", "how"),
    [(4008, "resume"), (4009, "resume"), (1006, "resume"), (1001, "resume"), (None, "resume")]
    + [(code, "identify") for code in (4006, 4007, 4900, 4906, 4913)]
    + [(code, "stop") for code in (4001, 4002, 4010, 4011, 4012, 4013, 4914, 4915)],
)
def test_every_close_code_says_what_to_do(code: int | None, how: str) -> None:
    assert after_close(code, 117440512) == how


def test_without_members_a_missing_permission_is_final() -> None:
    assert after_close(4014, 117440512) is Next.FEWER
    assert after_close(4014, 100663296) is Next.STOP


@pytest.mark.parametrize("code", [4009, 4007, 4913])
async def test_after_a_close_that_can_be_mended_it_goes_on(scene: Scene, code: int) -> None:
    await scene.platform.gateway.close(code)
    await scene.platform.gateway.connected(2)
    await say(scene, "在吗")
    await scene.house.until_done()


@pytest.mark.parametrize("code", [4914, 4915, 4013])
async def test_a_bot_that_is_not_wanted_stops_and_alerts(
    scene: Scene, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    await scene.platform.gateway.close(code)
    await scene.platform.gateway.until(lambda gateway: gateway.seen["gone"] == 1)
    for _ in range(100):  # the client hears of it in the same moment
        await asyncio.sleep(0)
    assert scene.channel.state() == "stopped"
    assert "alert" in caplog.text
    assert scene.platform.gateway.seen["address"] == 1


async def test_a_bot_not_entitled_to_members_goes_on_without_them() -> None:
    async with town(platform_up=False) as scene:
        scene.platform.gateway.entitled = 6 << 24
        scene.platform.gateway.is_down = False
        await scene.platform.gateway.connected()
        assert scene.platform.gateway.intents == 100663296
        assert scene.platform.gateway.seen["identify"] == 2


async def test_a_gateway_that_is_down_is_tried_again() -> None:
    async with town(platform_up=False) as scene:
        await scene.platform.gateway.until(lambda gateway: gateway.seen["address"] >= 3)
        assert scene.channel.state() == "disconnected"
        scene.platform.gateway.is_down = False
        await scene.platform.gateway.connected()


async def test_a_gateway_that_says_nonsense_is_tried_again() -> None:
    async with town(platform_up=False) as scene:
        gateway = scene.platform.gateway
        gateway.greets_with = "<html>"
        gateway.is_down = False
        await gateway.until(lambda me: me.seen["gone"] >= 2)
        gateway.greets_with = ""
        await gateway.connected()


async def test_signs_of_life_are_given_and_a_dead_line_is_left() -> None:
    async with town(platform_up=False) as scene:
        gateway = scene.platform.gateway
        gateway.interval, gateway.is_down = 0.02, False
        await gateway.until(lambda me: me.seen["heartbeat"] >= 3)
        gateway.is_deaf = True
        await gateway.until(lambda me: me.seen["resumed"] >= 1)
        assert gateway.seen["identify"] == 1


async def test_a_heartbeat_that_is_asked_for_is_given(scene: Scene) -> None:
    await scene.platform.gateway.until(lambda gateway: gateway.seen["heartbeat"] == 1)
    await scene.platform.gateway.send(1)
    await scene.platform.gateway.until(lambda gateway: gateway.seen["heartbeat"] == 2)


async def test_a_token_that_died_is_renewed_for_the_next_connection(scene: Scene) -> None:
    scene.platform.api.tokens.kill()
    await scene.platform.gateway.cut()
    await scene.platform.gateway.connected(2)
    assert scene.platform.calls["token"] == 2
