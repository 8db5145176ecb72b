"""Scenes that several files of tests begin with."""

from collections.abc import AsyncIterator

import pytest

from tests.channels.onebot_house import TOKEN, open_house
from tests.channels.onebot_house import House as OneBotHouse
from tests.channels.wechat_house import House, town
from tests.channels.wechat_scene import OPENID, Scene
from tests.simulators.onebot import FakeOneBot
from tests.simulators.wechat import MovableClock


@pytest.fixture
async def wechat() -> AsyncIterator[Scene]:
    """A WeChat account that nobody wrote to yet."""
    house = House(MovableClock())
    async with town(house) as (platform, channel):
        yield Scene(house, platform, channel)


@pytest.fixture
async def known(wechat: Scene) -> Scene:
    """The same after a resident wrote: they follow, and a window is open."""
    await wechat.platform.say(OPENID, "在吗")
    return wechat


@pytest.fixture
async def house() -> AsyncIterator[OneBotHouse]:
    """The OneBot channel, to which nobody is connected yet."""
    async with open_house() as opened:
        yield opened


@pytest.fixture
async def qq(house: OneBotHouse) -> AsyncIterator[FakeOneBot]:
    """The protocol end of one QQ account, connected to it."""
    async with FakeOneBot(house.url, TOKEN, clock=lambda: house.clock) as fake:
        await house.wait_state("connected")
        yield fake
