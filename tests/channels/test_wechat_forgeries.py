"""What is not WeChat's, or makes no sense, is refused at the door at once."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from typing import NamedTuple

import aiohttp
import pytest

from tests.channels.wechat_house import House, town
from tests.simulators.wechat import FakeWeChat, MovableClock
from tests.simulators.wechat_wire import make_push

OPENID = "oTestOpenId0001"
MODES = ("plain", "compatible", "safe")
DOCTYPE = '<!DOCTYPE xml [<!ENTITY a "text">]>'
SENSIBLE = (
    "<xml><ToUserName>g</ToUserName><FromUserName>o</FromUserName><CreateTime>1767225600"
    "</CreateTime><MsgType>text</MsgType><Content>hi</Content><MsgId>1</MsgId></xml>"
)


class Scene(NamedTuple):
    house: House
    platform: FakeWeChat


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    house = House(MovableClock())
    async with town(house) as (platform, _):
        yield Scene(house, platform)


async def post(
    url: str, query: dict[str, str], body: bytes, **headers: str
) -> tuple[int, str | None]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, params=query, data=body, headers=headers) as answer,
    ):
        return answer.status, answer.headers.get("Retry-After")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("missing", ["signature", "timestamp", "nonce", "msg_signature"])
async def test_a_callback_that_lacks_a_parameter_is_a_bad_request(
    scene: Scene, mode: str, missing: str
) -> None:
    push = scene.platform.make(OPENID, "在吗", mode=mode)
    if push.query.pop(missing, None) is not None:
        assert (await post(scene.platform.callback_url, push.query, push.body))[0] == 400
    assert scene.house.received == []


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("signature", "0" * 40, 403),
        ("signature", "签名", 403),
        ("nonce", "another", 403),
        ("msg_signature", "0" * 40, 403),
        ("timestamp", "now", 400),
        ("timestamp", "١٧٦٧٢٢٥٦٠٠", 400),
        ("timestamp", "1" * 5000, 400),
    ],
)
async def test_a_forged_callback_is_refused(
    scene: Scene, name: str, value: str, status: int
) -> None:
    push = scene.platform.make(OPENID, "在吗")
    query = push.query | {name: value}
    assert (await post(scene.platform.callback_url, query, push.body))[0] == status
    assert scene.house.received == []


async def test_a_forger_is_refused_before_the_body_is_read(scene: Scene) -> None:
    async def never_ending() -> AsyncIterator[bytes]:
        yield b"<xml>"
        await asyncio.Event().wait()

    query = scene.platform.make(OPENID, "在吗").query | {"signature": "0" * 40}
    async with aiohttp.ClientSession() as session:
        request = session.post(scene.platform.callback_url, params=query, data=never_ending())
        async with asyncio.timeout(5), request as answer:
            assert answer.status == 403


async def test_an_oversized_body_is_refused_by_its_announced_length(scene: Scene) -> None:
    push = scene.platform.make(OPENID, "在吗", mode="plain")
    body = push.body + b" " * 128 * 1024
    assert (await post(scene.platform.callback_url, push.query, body))[0] == 413


async def test_an_oversized_body_is_refused_while_it_arrives(scene: Scene) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 1024
        await asyncio.Event().wait()

    push = scene.platform.make(OPENID, "在吗", mode="plain")
    async with aiohttp.ClientSession() as session:
        url = scene.platform.callback_url
        async with session.post(url, params=push.query, data=chunks()) as answer:
            assert answer.status == 413


async def test_a_body_that_swells_when_unpacked_is_refused(scene: Scene) -> None:
    push = scene.platform.make(OPENID, "在吗", mode="plain")
    bomb = gzip.compress(b"x" * 10_000_000)
    headers = {"Content-Encoding": "gzip"}
    assert (await post(scene.platform.callback_url, push.query, bomb, **headers))[0] == 413


async def test_a_body_that_cannot_be_unpacked_is_a_bad_request(scene: Scene) -> None:
    push = scene.platform.make(OPENID, "在吗", mode="plain")
    headers = {"Content-Encoding": "gzip"}
    assert (await post(scene.platform.callback_url, push.query, push.body, **headers))[0] == 400


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "xml",
    [
        DOCTYPE + SENSIBLE,
        DOCTYPE.replace("DOC", "DOC\x00") + SENSIBLE,
        DOCTYPE.replace("DOC", "DOC\uffff") + SENSIBLE,
        '{"MsgType":"text"}',
        "<xml><MsgType>text",
        "随便写的",
    ],
)
async def test_a_signed_body_that_makes_no_sense_is_a_bad_request(
    scene: Scene, mode: str, xml: str
) -> None:
    push = make_push(scene.platform.account, xml, mode, scene.house.clock())
    assert (await post(scene.platform.callback_url, push.query, push.body))[0] == 400


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7", "gb18030"])
async def test_no_encoding_hides_a_doctype(scene: Scene, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{DOCTYPE}{SENSIBLE}'
    push = make_push(scene.platform.account, "", "plain", scene.house.clock())
    body = xml.encode(encoding)
    assert (await post(scene.platform.callback_url, push.query, body))[0] == 400
