"""A house around the QQ channel, and the platform it is connected to."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from typing import NamedTuple

from msgspec.structs import replace

from bot.channels.qq.adapter import QqChannel, Timing
from bot.channels.qq.credentials import from_environment
from bot.domain.messages import ContactRef, OutboundMessage, Purpose
from tests.channels import house
from tests.channels.house import SharedTokens
from tests.simulators.platform import MovableClock
from tests.simulators.qq import FakeQq

PATH = "/qq"
USER = "U0001"
GROUP = "G0001"
MEMBER = "M0001"
_NUMBERS = count(1)
QUICK = Timing(pauses=(0.01,), seat=0.06)


class House(house.House):
    """The house, which can build the channel."""

    def channel(
        self, env: Mapping[str, str], timing: Timing = QUICK, tokens: SharedTokens | None = None
    ) -> QqChannel:
        """The channel, which must be on; `tokens` are those of another process."""
        credentials = from_environment(env)
        assert credentials is not None
        context = replace(self.context(env), tokens=tokens or self.tokens)
        return QqChannel(credentials, context, timing)


class Scene(NamedTuple):
    """A town with one bot."""

    house: House
    platform: FakeQq
    channel: QqChannel


@asynccontextmanager
async def town(timing: Timing = QUICK, **more: str) -> AsyncIterator[Scene]:
    """The platform and our channel, connected both ways; `more` overlays variables (SECRET=…)."""
    home = House(MovableClock())
    async with FakeQq(now=home.clock) as platform:
        own = {f"MENTING_QQ_{key}": value for key, value in more.items()}
        channel = home.channel(platform.environment() | own, timing)
        async with house.served(channel, PATH) as url:
            platform.callback_url = url
            yield Scene(home, platform, channel)


def letter(
    text: str = "您的预约已确认",
    to: str = USER,
    *,
    purpose: Purpose = Purpose.RESULT,
    mention: str | None = None,
    ticket: str | None = None,
) -> OutboundMessage:
    """A message of the outbox."""
    return OutboundMessage(
        id=next(_NUMBERS),
        to=ContactRef("qq", to),
        text=text,
        purpose=purpose,
        mention=mention,
        ticket=ticket,
    )
