"""A folder of files, given out by name."""

import asyncio
from pathlib import Path

from aiohttp import web

from bot.desk.base import Handler

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}


def served(folder: Path) -> Handler:
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
