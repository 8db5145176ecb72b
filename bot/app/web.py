"""The aiohttp application: the doors of the platforms, the pages, the start and the stop."""

from aiohttp import web

from bot.app.centre import Centre
from bot.app.sandbox import SandboxCentre
from bot.desk.base import ConfigFiles, Desk, Pages
from bot.handlers.plugs import find_plugs

BODY_LIMIT = 256 * 1024
NAME = web.AppKey("centre_name", str)


async def front_page(request: web.Request) -> web.Response:
    """What is at `/` when there is no sandbox: that the centre is there."""
    return web.Response(text=request.app[NAME])


def web_app(centre: Centre) -> web.Application:
    """The aiohttp application of an opened centre; it starts and stops the centre."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app[NAME] = centre.snapshot.config.centre.name

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response(await centre.health())

    app.router.add_get("/healthz", healthz)
    for channel in centre.channels.values():
        app.router.add_routes(channel.routes())
    for pages in find_plugs("bot.desk", "PAGES", Pages):
        app.router.add_routes(pages.routes(_desk(centre)))
    app.on_startup.append(lambda _app: centre.start())
    app.on_shutdown.append(lambda _app: centre.hush())
    app.on_cleanup.append(lambda _app: centre.close())  # after the last answers were written
    if isinstance(centre, SandboxCentre):
        centre.mount(app)
    else:
        app.router.add_get("/", front_page)
    return app


def _desk(centre: Centre) -> Desk:
    return Desk(
        receive=centre.door.receive,
        storage=centre.storage,
        snapshot=lambda: centre.snapshot,
        now=centre.now,
        channels=centre.channels,
        env=centre.settings.env,
        wake=centre.courier.wake,
        files=ConfigFiles(centre.settings.config, centre.settings.learned, centre.live.load),
    )
