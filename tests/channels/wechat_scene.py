"""A WeChat account with its platform, as the tests of the channel use them."""

from typing import NamedTuple

import aiohttp

from bot.channels.base import SendOutcome
from bot.channels.wechat.adapter import WeChatChannel
from bot.domain.messages import ContactRef, OutboundMessage, Purpose, Route
from tests.channels.wechat_house import House
from tests.simulators.wechat import FakeWeChat

OPENID = "oTestOpenId0001"
RESULT = "您的预约已确认：11月28日（周六）09:00"


class Scene(NamedTuple):
    """The house, the platform, and our channel between them."""

    house: House
    platform: FakeWeChat
    channel: WeChatChannel


def message(text: str = RESULT, *, to: str = OPENID, **fields: str) -> OutboundMessage:
    """A result for a resident."""
    contact = ContactRef("wechat", to)
    return OutboundMessage(id=7, to=contact, text=text, purpose=Purpose.RESULT, fields=fields)


async def sent(scene: Scene, text: str = RESULT) -> tuple[SendOutcome, str]:
    """What became of a window message, and why."""
    result = await scene.channel.send(message(text), Route.WINDOW)
    return result.outcome, result.reason


async def post(
    url: str, query: dict[str, str], body: bytes, **headers: str
) -> tuple[int, str | None]:
    """Status and Retry-After of a callback."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, params=query, data=body, headers=headers) as answer,
    ):
        return answer.status, answer.headers.get("Retry-After")
