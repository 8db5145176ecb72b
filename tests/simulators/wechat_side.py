"""The fake WeChat platform, and our side of its callback as a test says it behaves."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple

import aiohttp
from aiohttp import web

from tests.simulators.wechat import FakeWeChat, MovableClock

OPENID = "oResident1"


class Scene(NamedTuple):
    clock: MovableClock
    platform: FakeWeChat
    session: aiohttp.ClientSession


Answerer = Callable[[web.Request], web.Response]


@asynccontextmanager
async def server(scene: Scene, answer: Answerer) -> AsyncIterator[None]:
    """Our side of the callback, which does just what the test says."""

    async def handle(request: web.Request) -> web.Response:
        await request.read()
        return answer(request)

    app = web.Application()
    app.router.add_route("*", "/wechat", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    scene.platform.callback_url = f"http://127.0.0.1:{runner.addresses[0][1]}/wechat"
    try:
        yield
    finally:
        await runner.cleanup()


def success(_: web.Request) -> web.Response:
    return web.Response(text="success")
