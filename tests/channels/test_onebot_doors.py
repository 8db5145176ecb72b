"""Who may connect to the OneBot channel."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.channels.onebot import CHANNEL
from tests.channels.onebot_house import TOKEN, House, open_house


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as opened:
        yield opened


async def test_the_channel_is_off_without_a_token(house: House) -> None:
    for env in ({}, {"MENTING_ONEBOT_TOKEN": ""}, {"MENTING_ONEBOT_TOKEN": " "}):
        assert CHANNEL.create(house.context(env)) is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"Authorization": "Basic " + TOKEN}, 401),
        ({"Authorization": "Bearer wrong"}, 403),
        ({"Authorization": "Bearer 错"}, 403),
        ({"Authorization": "Bearer " + TOKEN, "X-Client-Role": "API"}, 400),
    ],
)
async def test_who_has_no_right_is_refused_before_the_upgrade(
    house: House, headers: dict[str, str], status: int
) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(house.url, headers=headers)
    assert refused.value.status == status
    assert house.state() == "disconnected"


async def test_a_plain_request_is_told_to_upgrade(house: House) -> None:
    headers = {"Authorization": "Bearer " + TOKEN}
    async with aiohttp.ClientSession() as session, session.get(house.url, headers=headers) as reply:
        assert reply.status == 426
