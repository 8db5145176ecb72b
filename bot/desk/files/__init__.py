"""Files every page may use (/files/base.css), and how a folder of files is served."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bot.desk.base import Desk, Pages

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
HERE = Path(__file__).parent


def served(folder: Path) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler that gives out what lies in `folder`, by `name` of the route; 404 for the rest."""

    async def answer(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        path = folder / name
        if path.name != name or path.suffix not in TYPES or not path.is_file():
            raise web.HTTPNotFound
        body = await asyncio.to_thread(path.read_bytes)
        kind = TYPES[path.suffix]
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=HEADERS)

    return answer


def _routes(_desk: Desk) -> list[web.RouteDef]:
    return [web.get("/files/{name}", served(HERE))]


PAGES = Pages("files", _routes)
