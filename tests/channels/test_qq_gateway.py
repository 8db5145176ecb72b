"""The gateway: events over our own connection, resumed without loss and without a double."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from msgspec.structs import replace

from bot.channels.base import Busy
from bot.channels.qq.adapter import QqChannel
from bot.channels.qq.frames import Next, after_close
from bot.config.model import ChannelSettings
from tests.channels.qq_house import QUICK, USER, House, Scene
from tests.simulators.qq import FakeQq
from tests.simulators.wechat import MovableClock


@asynccontextmanager
async def town(platform_up: bool = True) -> AsyncIterator[Scene]:
    """A platform and a channel that listens at its gateway."""
    house = House(MovableClock())
    house.settings = replace(ChannelSettings(), qq_transport="gateway")
    async with FakeQq(now=house.clock) as platform:
        platform.gateway.is_down = not platform_up
        channel = house.channel(platform.environment(), QUICK)
        await channel.start()
        try:
            yield Scene(house, platform, channel)
        finally:
            await channel.stop()


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with town() as scene:
        await scene.platform.gateway.connected()
        yield scene


async def say(scene: Scene, text: str) -> None:
    await scene.platform.gateway.emit(scene.platform.private_message(USER, text))


def heard(house: House) -> list[str]:
    return [message.text for message in house.received]


async def restarted(scene: Scene) -> QqChannel:
    """Another process after the first one was stopped."""
    await scene.channel.stop()
    other = scene.house.channel(scene.platform.environment(), QUICK)
    await other.start()
    return other


async def test_a_resident_is_answered_over_the_gateway(scene: Scene) -> None:
    await say(scene, "我想约居住证")
    await scene.house.until_done()
    assert heard(scene.house) == ["我想约居住证"]
    assert [bubble.by for bubble in scene.platform.phone(USER)] == [USER, "passive"]
    assert scene.channel.state() == "connected"
    assert scene.channel.routes() == []
    assert scene.platform.gateway.intents == 117440512


async def test_a_cut_line_is_resumed_and_nothing_is_lost_or_doubled(scene: Scene) -> None:
    await say(scene, "一")
    await scene.house.until_done()
    await scene.platform.gateway.cut()
    await say(scene, "二")
    await scene.platform.gateway.connected(2)
    await say(scene, "三")
    await scene.house.until_done(3)
    assert heard(scene.house) == ["一", "二", "三"]
    assert scene.platform.gateway.seen["identify"] == 1


async def test_a_busy_house_is_asked_again_until_it_has_stored_the_event(scene: Scene) -> None:
    scene.house.trouble = Busy()
    await say(scene, "一")
    await say(scene, "二")
    await scene.house.until_received(3)
    scene.house.trouble = None
    await scene.house.until_done(2)
    assert [*dict.fromkeys(heard(scene.house))] == ["一", "二"]


async def test_an_event_on_which_the_house_breaks_does_not_silence_the_others(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.house.trouble = ValueError("a bug")
    await say(scene, "一")
    await scene.house.until_received(5)
    scene.house.trouble = None
    await say(scene, "二")
    await scene.house.until_done()
    assert heard(scene.house) == ["一"] * 5 + ["二"]
    assert "given up" in caplog.text


async def test_what_was_not_handled_before_a_stop_comes_again_after_it(scene: Scene) -> None:
    await say(scene, "一")
    await scene.house.until_done()
    scene.house.trouble = Busy()
    await say(scene, "二")
    await scene.house.until_received(2)
    other = await restarted(scene)
    scene.house.trouble = None
    await scene.house.until_done(2)
    await other.stop()
    assert heard(scene.house)[0] == "一"
    assert set(heard(scene.house)[1:]) == {"二"}
    assert scene.platform.gateway.seen["identify"] == 1
    assert scene.platform.gateway.seen["replayed"] == 1


async def test_a_session_of_long_ago_is_begun_anew(scene: Scene) -> None:
    await say(scene, "一")
    await scene.house.until_done()
    await scene.channel.stop()
    scene.house.clock.advance(86_400)
    other = scene.house.channel(scene.platform.environment(), QUICK)
    await other.start()
    await scene.platform.gateway.connected(2)
    await other.stop()
    assert scene.platform.gateway.seen["identify"] == 2


async def test_a_session_the_platform_forgot_is_begun_anew(scene: Scene) -> None:
    scene.platform.gateway.forgets = True
    await scene.platform.gateway.cut()
    await scene.platform.gateway.connected(2)
    await say(scene, "在吗")
    await scene.house.until_done()
    assert scene.platform.gateway.seen["identify"] == 2


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


async def test_it_stops_within_two_seconds(scene: Scene) -> None:
    scene.house.gate.clear()
    await say(scene, "在吗")
    async with asyncio.timeout(2):
        await scene.channel.stop()
    assert scene.channel.state() == "disconnected"


async def test_of_several_processes_one_listens_and_another_takes_its_place(scene: Scene) -> None:
    house, gateway = scene.house, scene.platform.gateway
    tokens = house.tokens.of_process("another process")
    other = house.channel(scene.platform.environment(), QUICK, tokens)
    await say(scene, "一")
    await house.until_done()
    await other.start()
    await asyncio.sleep(0)
    while other.state() != "standby":  # noqa: ASYNC110 - asked as /healthz asks
        await asyncio.sleep(0)
    assert gateway.seen["ready"] == 1

    await scene.channel.stop()
    await say(scene, "二")
    await gateway.connected(2)
    await say(scene, "三")
    await house.until_done(3)
    assert (gateway.seen["identify"], gateway.seen["resumed"]) == (1, 1)
    assert heard(house) == ["一", "二", "三"]
    assert other.state() == "connected"
    await other.stop()


async def test_who_lost_the_seat_hangs_up(scene: Scene) -> None:
    tokens = scene.house.tokens.of_process("another process")
    (seat,) = tokens.holders
    tokens.holders[seat] = (tokens.owner, scene.house.clock() + 60)
    await scene.platform.gateway.until(lambda gateway: gateway.seen["gone"] == 1)
    async with asyncio.timeout(5):
        while scene.channel.state() != "standby":  # noqa: ASYNC110 - asked as /healthz asks
            await asyncio.sleep(0)
    await tokens.let_go(seat)
    await scene.platform.gateway.connected(2)


async def test_while_the_database_is_away_a_short_time_the_line_stays(scene: Scene) -> None:
    scene.house.tokens.away_for = 1
    await scene.house.tokens.was_away.wait()
    await say(scene, "在吗")
    await scene.house.until_done()
    assert scene.platform.gateway.seen["gone"] == 0
