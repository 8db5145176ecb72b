"""A house around the WeCom channel, with the fake platform on the other side."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import NamedTuple

from msgspec.structs import replace

from bot.channels.base import SendResult
from bot.channels.wecom.adapter import WecomChannel
from bot.channels.wecom.connection import Timing
from bot.channels.wecom.credentials import from_environment
from bot.config.model import ChannelSettings, WecomSettings
from bot.domain.messages import ContactRef, OutboundMessage, Purpose, Route
from tests.channels.house import House, served
from tests.simulators.platform import MovableClock
from tests.simulators.wecom import NAME, FakeWecom

GROUP, MEMBER = "wrCHAT1", "zhangsan"
QUICK = Timing(pauses=(0.01,), refused=0.05, seat=0.3)
CARD = (
    "【新预约 A101】社会保障卡激活\n时间：11月26日（周四）09:00-09:15\n"
    "居民：王** 138****5678（微信），首次预约\n经办：王芳\n"
    "引用本条回复：确认｜改 周四10点｜拒绝 原因"
)
_NUMBERS = count(1)


class Scene(NamedTuple):
    """A town with one robot."""

    house: House
    platform: FakeWecom
    channel: WecomChannel

    async def send(
        self,
        text: str = "已确认 A101。",
        to: str = f"group:{GROUP}",
        purpose: Purpose = Purpose.GROUP,
        *,
        ticket: str | None = "A101",
        mention: str | None = None,
        **fields: str,
    ) -> SendResult:
        """The courier brings one message."""
        message = OutboundMessage(
            next(_NUMBERS),
            ContactRef("wecom", to),
            text,
            purpose,
            ticket,
            mention=mention,
            fields=fields,
        )
        return await self.channel.send(message, Route.PUSH)

    async def card(self, text: str = CARD) -> SendResult:
        """The card of A101."""
        return await self.send(text, purpose=Purpose.CARD)


def settings(**changes: object) -> ChannelSettings:
    """The staff group in WeCom."""
    wecom = replace(WecomSettings(name=NAME), **changes)
    return ChannelSettings(staff_group=f"wecom:{GROUP}", wecom=wecom)


def channel_of(house: House, platform: FakeWecom, timing: Timing, **way: bool) -> WecomChannel:
    """The channel, which must be on."""
    env = platform.environment(**way)
    credentials = from_environment(env)
    assert credentials is not None
    return WecomChannel(credentials, house.context(env), timing)


@asynccontextmanager
async def line_town(
    timing: Timing = QUICK, *, hook: bool = False, **changes: object
) -> AsyncIterator[Scene]:
    """A robot over the long connection, connected and spoken to once."""
    house = House(MovableClock())
    house.settings = settings(**changes)
    async with FakeWecom(now=house.clock) as platform:
        channel = channel_of(house, platform, timing, hook=hook)
        await channel.start()
        try:
            await platform.connected()
            await platform.says(GROUP, MEMBER, "您好")
            await house.until_received(1)
            house.clock.advance(60)
            yield Scene(house, platform, channel)
        finally:
            await channel.stop()


@asynccontextmanager
async def called_town(*, hook: bool = False, **changes: object) -> AsyncIterator[Scene]:
    """A robot that the platform calls at a real address."""
    house = House(MovableClock())
    house.settings = settings(transport="url", **changes)
    async with FakeWecom(now=house.clock) as platform:
        channel = channel_of(house, platform, QUICK, called=True, hook=hook)
        async with served(channel, "/wecom") as url:
            platform.callback_url = url
            yield Scene(house, platform, channel)
