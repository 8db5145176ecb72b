"""The opponent: the safe-mode echo people build with wechatpy and aiohttp; stores nothing."""

import argparse
import asyncio

import uvloop
from aiohttp import web
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature


def echo_app(token: str, aes_key: str, app_id: str) -> web.Application:
    """An application that answers every text with itself."""
    crypto = WeChatCrypto(token, aes_key, app_id)

    async def answer(request: web.Request) -> web.Response:
        query = request.query
        timestamp, nonce = query["timestamp"], query["nonce"]
        check_signature(token, query["signature"], timestamp, nonce)
        body = await request.read()
        xml = crypto.decrypt_message(body, query["msg_signature"], timestamp, nonce)
        message = parse_message(xml)
        reply = create_reply(message.content, message).render()
        sealed = crypto.encrypt_message(reply, nonce, timestamp)
        return web.Response(text=sealed, content_type="application/xml")

    async def ready(_request: web.Request) -> web.Response:
        return web.Response(text="ok")

    app = web.Application()
    app.add_routes([web.post("/wechat", answer), web.get("/healthz", ready)])
    return app


async def _serve(app: web.Application, port: int) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


def main() -> None:
    """Run until killed."""
    parser = argparse.ArgumentParser(prog="bench.echo", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--loop", choices=("asyncio", "uvloop"), default="uvloop")
    for secret in ("--token", "--aes-key", "--app-id"):
        parser.add_argument(secret, required=True)
    chosen = parser.parse_args()
    serving = _serve(echo_app(chosen.token, chosen.aes_key, chosen.app_id), chosen.port)
    if chosen.loop == "uvloop":
        uvloop.run(serving)
    else:
        asyncio.run(serving)


if __name__ == "__main__":
    main()
