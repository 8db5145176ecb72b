"""Writes the pages for staff: one frame around the templates of each room."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.desk.base import Desk
from bot.desk.book.guard import HEADERS
from bot.desk.staff_only import Staff

if TYPE_CHECKING:
    from jinja2 import Environment

ROOMS = Path(__file__).parent


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


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # 80 ms, at the first page

    return Environment(
        loader=FileSystemLoader(ROOMS),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
