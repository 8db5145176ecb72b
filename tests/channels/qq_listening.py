"""A channel that listens at the gateway of a fake platform."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec.structs import replace

from bot.channels.qq.adapter import QqChannel
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
