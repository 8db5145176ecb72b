"""The fake WeChat platform pushes and reads replies as the real one does (sections 3 to 8)."""

import asyncio

import pytest
from aiohttp import web
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature

from tests.simulators.wechat import UNAVAILABLE
from tests.simulators.wechat_side import OPENID, Scene, server


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_wechatpy_understands_the_pushes_and_the_platform_its_replies(
    scene: Scene, mode: str
) -> None:
    account = scene.platform.account
    crypto = WeChatCrypto(account.token, account.aes_key, account.app_id)

    async def echo(request: web.Request) -> web.Response:
        query, body = request.query, await request.text()
        check_signature(account.token, query["signature"], query["timestamp"], query["nonce"])
        signed = (query.get("msg_signature"), query["timestamp"], query["nonce"])
        xml = body if mode == "plain" else crypto.decrypt_message(body, *signed)
        message = parse_message(xml)
        reply = create_reply(message.content, message).render()
        if mode != "plain":
            reply = crypto.encrypt_message(reply, query["nonce"], query["timestamp"])
        return web.Response(text=reply)

    app = web.Application()
    app.router.add_post("/wechat", echo)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    scene.platform.callback_url = f"http://127.0.0.1:{runner.addresses[0][1]}/wechat"
    delivery = await scene.platform.say(OPENID, "您好 <b>&</b>", mode=mode)
    await runner.cleanup()
    assert delivery.text == "您好 <b>&</b>"
    shown = [(bubble.by, bubble.text) for bubble in scene.platform.phone(OPENID)]
    assert shown == [("me", "您好 <b>&</b>"), ("passive", "您好 <b>&</b>")]


@pytest.mark.parametrize(
    "body",
    [
        '{"text":"您好"}',
        "<xml>",
        "<xml><MsgType>text</MsgType></xml>",
        "<xml><Encrypt>AAAA</Encrypt><MsgSignature>x</MsgSignature></xml>",
    ],
)
async def test_a_malformed_reply_shows_the_resident_an_error(scene: Scene, body: str) -> None:
    async with server(scene, lambda _: web.Response(text=body)):
        delivery = await scene.platform.say(OPENID, "在吗")
    assert (delivery.statuses, delivery.text) == ((200,), UNAVAILABLE)


async def test_three_failures_show_the_resident_an_error(scene: Scene) -> None:
    async with server(scene, lambda _: web.Response(status=503)):
        delivery = await scene.platform.say(OPENID, "在吗")
    assert (delivery.statuses, delivery.text) == ((503, 503, 503), UNAVAILABLE)
    assert scene.platform.phone(OPENID)[-1].by == "system"


async def test_a_slow_server_is_asked_three_times_with_the_same_message(scene: Scene) -> None:
    bodies: list[str] = []

    async def handle(request: web.Request) -> web.Response:
        bodies.append(await request.text())
        if len(bodies) < 3:
            await asyncio.Event().wait()
        return web.Response(text="success")

    app = web.Application()
    app.router.add_post("/wechat", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    scene.platform.callback_url = f"http://127.0.0.1:{runner.addresses[0][1]}/wechat"
    delivery = await scene.platform.say(OPENID, "在吗", mode="plain")
    await runner.cleanup()
    assert delivery.statuses == (0, 0, 200)
    assert len(set(bodies)) == 1
