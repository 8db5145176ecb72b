"""Callbacks that WeChat did not make: refused at once, one line in the log, nothing stored."""

import asyncio
import time
from dataclasses import replace
from functools import partial

import pytest
from aiohttp import ClientSession, ClientTimeout

from tests.e2e.house import until
from tests.e2e.town import Town
from tests.simulators.wechat_wire import Push, make_push

OPENID = "oSomebodyElse"
SECRET = "我叫王小明电话13811112222"
REFUSED = "callback refused"


def _xml(inner: str) -> str:
    head = f"<ToUserName>gh</ToUserName><FromUserName>{OPENID}</FromUserName>"
    return f"<xml>{head}<MsgType>text</MsgType>{inner}</xml>"


def _unsigned(town: Town) -> Push:
    push = town.wechat.make(OPENID, SECRET)
    return replace(push, query=push.query | {"signature": "0" * 40})


def _tampered(town: Town) -> Push:
    push = town.wechat.make(OPENID, SECRET)
    other = town.wechat.make(OPENID, "别的话")
    return replace(push, body=other.body)


def _stale(town: Town) -> Push:
    xml = _xml(f"<Content>{SECRET}</Content><MsgId>1</MsgId><CreateTime>1</CreateTime>")
    return make_push(town.wechat.account, xml, "safe", time.time() - 400)


def _no_xml(town: Town) -> Push:
    return make_push(town.wechat.account, SECRET, "safe", time.time())


def _doctype(town: Town) -> Push:
    entity = f'<!DOCTYPE xml [<!ENTITY x "{SECRET}">]>'
    xml = entity + _xml("<Content>&x;</Content><MsgId>2</MsgId><CreateTime>1</CreateTime>")
    return make_push(town.wechat.account, xml, "safe", time.time())


def _nameless(town: Town) -> Push:
    xml = f"<xml><MsgType>text</MsgType><Content>{SECRET}</Content></xml>"
    return make_push(town.wechat.account, xml, "safe", time.time())


def _bare(town: Town) -> Push:
    return replace(town.wechat.make(OPENID, SECRET), query={})


def _huge(town: Town) -> Push:
    push = town.wechat.make(OPENID, SECRET)
    return replace(push, body=push.body + SECRET.encode() * 8000)


FORGERIES = (_unsigned, _tampered, _stale, _no_xml, _doctype, _nameless, _bare, _huge)


async def _post(town: Town, push: Push) -> int:
    timeout = ClientTimeout(5)
    async with (
        ClientSession(timeout=timeout) as session,
        session.post(town.serve.wechat_url, params=push.query, data=push.body) as answer,
    ):
        assert SECRET not in await answer.text()
        return answer.status


def _has_lines(town: Town, number: int) -> bool:
    return town.serve.log().count(REFUSED) >= number


async def test_every_forgery_is_refused_with_one_line_and_no_work(town: Town) -> None:
    for number, forgery in enumerate(FORGERIES, start=1):
        assert 400 <= await _post(town, forgery(town)) < 500, forgery.__name__
        await until(partial(_has_lines, town, number), forgery.__name__)

    log = town.serve.log()
    assert log.count(REFUSED) == len(FORGERIES)
    for personal in (OPENID, SECRET, "13811112222", "王小明"):
        assert personal not in log
    assert "Traceback" not in log
    assert await town.says("oHonest", "你好")


async def test_many_forgeries_do_not_keep_a_resident_waiting(town: Town) -> None:
    flood = [asyncio.create_task(_post(town, _unsigned(town))) for _ in range(200)]
    began = time.monotonic()
    assert await town.says("oHonest", "社保卡激活要带什么")
    assert time.monotonic() - began < 5
    assert set(await asyncio.gather(*flood)) == {403}


@pytest.mark.parametrize("token", ["", "wrong"])
async def test_a_protocol_end_without_our_token_is_not_let_in(town: Town, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with ClientSession() as session:
        url = town.serve.onebot_url.replace("ws:", "http:")
        async with session.get(url, headers=headers) as answer:
            assert answer.status in (401, 403)
