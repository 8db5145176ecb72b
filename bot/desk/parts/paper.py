"""Writes the pages for staff: one frame around the templates of each room."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import orjson
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.desk.base import Desk
from bot.desk.parts.guard import HEADERS
from bot.desk.parts.staff_only import Staff

_ROOMS = Path(__file__).parent.parent


def written(
    desk: Desk, staff: Staff | None, template: str, values: Mapping[str, object], status: int = 200
) -> web.Response:
    """The page `room/name` (bot/desk/room/templates/name.html.j2); `staff` None: nobody yet."""
    config = desk.snapshot().config
    text = (
        _environment()
        .get_template(f"{template.replace('/', '/templates/')}.html.j2")
        .render(say=config.texts.say, centre=config.centre, staff=staff, **values)
    )
    return web.Response(status=status, text=text, content_type="text/html", headers=HEADERS)


def led(path: str) -> web.Response:
    """See another page."""
    return web.Response(status=303, headers={**HEADERS, "Location": path})


def as_json(found: Mapping[str, object], status: int = 200) -> web.Response:
    """What a script of a page asked for."""
    body = orjson.dumps(found)
    return web.Response(status=status, body=body, content_type="application/json")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_ROOMS),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
