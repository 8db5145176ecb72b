"""Scenes that several files of tests begin with."""

from collections.abc import AsyncIterator

import pytest

from tests.channels.wechat_house import House, town
from tests.channels.wechat_scene import OPENID, Scene
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
