"""The gateway: events over our own connection, resumed without loss and without a double."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.base import Busy
from tests.channels.qq_house import QUICK, USER, Scene
from tests.channels.qq_listening import heard, restarted, say, town


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with town() as scene:
        await scene.platform.gateway.connected()
        yield scene


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
