"""A house around the WeChat channel, and the platform it is connected to."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from bot.channels.wechat import create
from bot.channels.wechat.adapter import WeChatChannel
from tests.channels import house
from tests.channels.house import SharedTokens
from tests.simulators.wechat import FakeWeChat

__all__ = ["House", "SharedTokens", "served", "town"]
PATH = "/wechat"


class House(house.House):
    """The house, which can build the channel."""

    def channel(self, env: Mapping[str, str]) -> WeChatChannel:
        """The channel, which must be on."""
        channel = create(self.context(env))
        assert isinstance(channel, WeChatChannel)
        return channel


@asynccontextmanager
async def served(channel: WeChatChannel) -> AsyncIterator[str]:
    """The channel behind a real HTTP server; gives the callback URL."""
    async with house.served(channel, PATH) as url:
        yield url


@asynccontextmanager
async def town(house: House, **more: str) -> AsyncIterator[tuple[FakeWeChat, WeChatChannel]]:
    """The platform and our channel, connected both ways; `more` overlays variables (AES_KEY=…)."""
    async with FakeWeChat(now=house.clock, timeout=2.0) as platform:
        own = {f"MENTING_WECHAT_{key}": value for key, value in more.items()}
        channel = house.channel(platform.environment() | own)
        async with served(channel) as url:
            platform.callback_url = url
            yield platform, channel
