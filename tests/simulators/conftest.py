"""The scene that the tests of the fake WeChat platform begin with."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.simulators.wechat import FakeWeChat, MovableClock
from tests.simulators.wechat_side import Scene


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """A platform that waits 0.2 s for our answer, and a way to call its API."""
    clock = MovableClock()
    async with FakeWeChat(now=clock, timeout=0.2) as platform, aiohttp.ClientSession() as session:
        yield Scene(clock, platform, session)
