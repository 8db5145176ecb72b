"""What is not WeChat's, or makes no sense, is refused at the door at once."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import StreamReader
from aiohttp.base_protocol import BaseProtocol
from aiohttp.test_utils import make_mocked_request

from bot.channels.parts.callbacks import Refused, read_body
from bot.channels.wechat.callback import MAX_BODY
from tests.channels.wechat_scene import OPENID, Scene, post
from tests.simulators.wechat_wire import make_push

MODES = ("plain", "compatible", "safe")
DOCTYPE = '<!DOCTYPE xml [<!ENTITY a "text">]>'
SENSIBLE = (
    "<xml><ToUserName>g</ToUserName><FromUserName>o</FromUserName><CreateTime>1767225600"
    "</CreateTime><MsgType>text</MsgType><Content>hi</Content><MsgId>1</MsgId></xml>"
)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("missing", ["signature", "timestamp", "nonce", "msg_signature"])
async def test_a_callback_that_lacks_a_parameter_is_a_bad_request(
    wechat: Scene, mode: str, missing: str
) -> None:
    push = wechat.platform.make(OPENID, "在吗", mode=mode)
    if push.query.pop(missing, None) is not None:
        assert (await post(wechat.platform.callback_url, push.query, push.body))[0] == 400
    assert wechat.house.received == []


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
    wechat: Scene, name: str, value: str, status: int
) -> None:
    push = wechat.platform.make(OPENID, "在吗")
    query = push.query | {name: value}
    assert (await post(wechat.platform.callback_url, query, push.body))[0] == status
    assert wechat.house.received == []


async def test_a_forger_is_refused_before_the_body_is_read(wechat: Scene) -> None:
    async def never_ending() -> AsyncIterator[bytes]:
        yield b"<xml>"
        await asyncio.Event().wait()

    query = wechat.platform.make(OPENID, "在吗").query | {"signature": "0" * 40}
    async with aiohttp.ClientSession() as session:
        request = session.post(wechat.platform.callback_url, params=query, data=never_ending())
        async with asyncio.timeout(5), request as answer:
            assert answer.status == 403


async def test_an_oversized_body_is_refused_by_its_announced_length(wechat: Scene) -> None:
    push = wechat.platform.make(OPENID, "在吗", mode="plain")
    body = push.body + b" " * 128 * 1024
    assert (await post(wechat.platform.callback_url, push.query, body))[0] == 413


async def test_an_oversized_body_is_refused_while_it_arrives(wechat: Scene) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 1024
        await asyncio.Event().wait()

    push = wechat.platform.make(OPENID, "在吗", mode="plain")
    async with aiohttp.ClientSession() as session:
        url = wechat.platform.callback_url
        async with session.post(url, params=push.query, data=chunks()) as answer:
            assert answer.status == 413


async def test_a_body_that_swells_when_unpacked_is_refused(wechat: Scene) -> None:
    push = wechat.platform.make(OPENID, "在吗", mode="plain")
    bomb = gzip.compress(b"x" * 10_000_000)
    headers = {"Content-Encoding": "gzip"}
    assert (await post(wechat.platform.callback_url, push.query, bomb, **headers))[0] == 413


async def test_a_body_that_cannot_be_unpacked_is_a_bad_request(wechat: Scene) -> None:
    push = wechat.platform.make(OPENID, "在吗", mode="plain")
    headers = {"Content-Encoding": "gzip"}
    assert (await post(wechat.platform.callback_url, push.query, push.body, **headers))[0] == 400


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
    wechat: Scene, mode: str, xml: str
) -> None:
    push = make_push(wechat.platform.account, xml, mode, wechat.house.clock())
    assert (await post(wechat.platform.callback_url, push.query, push.body))[0] == 400


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7", "gb18030"])
async def test_no_encoding_hides_a_doctype(wechat: Scene, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{DOCTYPE}{SENSIBLE}'
    push = make_push(wechat.platform.account, "", "plain", wechat.house.clock())
    body = xml.encode(encoding)
    assert (await post(wechat.platform.callback_url, push.query, body))[0] == 400


async def test_the_word_doctype_in_what_a_resident_wrote_is_only_a_word(wechat: Scene) -> None:
    for mode in MODES:
        delivery = await wechat.platform.say(OPENID, "<!DOCTYPE html> 是什么", mode=mode)
        assert delivery.text == "您好"
    assert wechat.house.received[0].text == "<!DOCTYPE html> 是什么"


@pytest.mark.parametrize(
    "prolog",
    ["<!-- <xml> -->", "<?a > <xml ?>", "<?xml ?><?b <c ?>", "\ufeff", "<?xml version='1.0'?>"],
)
async def test_nothing_before_the_root_hides_a_doctype(wechat: Scene, prolog: str) -> None:
    xml = prolog + DOCTYPE + SENSIBLE
    push = make_push(wechat.platform.account, xml, "plain", wechat.house.clock())
    assert (await post(wechat.platform.callback_url, push.query, push.body))[0] == 400
    assert wechat.house.received == []


async def test_a_text_that_looks_like_the_encrypted_field_is_only_a_text(wechat: Scene) -> None:
    words = "<Encrypt>AAAA</Encrypt>"
    delivery = await wechat.platform.say(OPENID, words, mode="compatible")
    assert delivery.text == "您好"
    assert wechat.house.received[0].text == words


@pytest.mark.parametrize(
    "stuffing",
    [
        b"<Encrypt>" + b" " * 120_000,
        b"<Encrypt>" + b"A" * 120_000,
        b"<Encrypt> " * 12_000,
        b"<Encrypt>A" * 12_000,
    ],
)
async def test_a_stuffed_body_costs_no_time(wechat: Scene, stuffing: bytes) -> None:
    query = wechat.platform.make(OPENID, "在吗").query
    async with asyncio.timeout(2):  # it took minutes, and nobody else was answered meanwhile
        assert (await post(wechat.platform.callback_url, query, stuffing))[0] == 400


@pytest.mark.parametrize("mode", MODES)
async def test_a_signed_query_carries_no_other_plain_body(wechat: Scene, mode: str) -> None:
    push = wechat.platform.make(OPENID, "在吗", mode=mode)
    other = wechat.platform.make("oVictim", "转人工", mode="plain")
    query = {name: push.query[name] for name in ("signature", "timestamp", "nonce")}
    url = wechat.platform.callback_url

    assert (await post(url, push.query, push.body))[0] == 200
    assert (await post(url, query, other.body))[0] == 403
    assert (await post(url, push.query, push.body))[0] == 200  # the same again is a repeat
    assert {each.contact.address for each in wechat.house.received} == {OPENID}


async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    protocol = BaseProtocol(asyncio.get_running_loop())
    protocol.connection_made(asyncio.Transport())
    content = StreamReader(protocol, 2**16)
    content.feed_data(b"<xml>")
    request = make_mocked_request("POST", "/wechat", payload=content)
    with pytest.raises(Refused, match="slow_body") as refused:
        await read_body(request, MAX_BODY, seconds=0.01)
    assert refused.value.status == 408
