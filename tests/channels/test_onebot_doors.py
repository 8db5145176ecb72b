"""Who may connect to the OneBot channel."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import StreamReader
from aiohttp.base_protocol import BaseProtocol
from aiohttp.test_utils import make_mocked_request

from bot.channels.onebot import CHANNEL
from bot.channels.onebot.doors import read_signed
from bot.channels.parts.callbacks import Refused
from tests.channels.onebot_house import TOKEN, House


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


async def test_each_refusal_is_one_line_that_names_nobody(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async with aiohttp.ClientSession() as session:
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            await (await session.get(house.url, headers=headers)).read()
        for headers in ({}, {"X-Signature": "sha1=0"}):
            body = '{"user_id":10000002}'
            await (await session.post(house.url, data=body, headers=headers)).read()
    reasons = ["no_token", "token", "no_signature", "signature"]
    lines = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert lines == [f"onebot: callback refused: {reason}" for reason in reasons]


async def test_without_a_signature_the_body_is_not_read(house: House) -> None:
    async def never_ending() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    async with (
        asyncio.timeout(5),
        aiohttp.ClientSession() as session,
        session.post(house.url, data=never_ending()) as reply,
    ):
        assert reply.status == 401


async def test_who_hangs_up_in_the_middle_of_a_body_is_refused() -> None:
    content = StreamReader(BaseProtocol(asyncio.get_running_loop()), 2**16)
    content.set_exception(ConnectionResetError("Connection lost"))
    headers = {"X-Signature": "sha1=0"}
    request = make_mocked_request("POST", "/onebot", headers=headers, payload=content)
    with pytest.raises(Refused, match="broken_body"):
        await read_signed(request, TOKEN)
