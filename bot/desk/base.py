"""What every set of pages is: the routes of one room of the web site, found by the name PAGES."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path

from aiohttp import web
from msgspec import Struct

from bot.channels.base import Answer, ChannelAdapter
from bot.config.loader import Load, load_here
from bot.domain.messages import InboundMessage
from bot.storage import Storage
from bot.usecases.office import Snapshot

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
"""Answers one route."""


class ConfigFiles(Struct, frozen=True):
    """The folder of the configuration; `learned`: a file for lessons in place of its own; `load`
    reads them."""

    folder: Path = Path("config")
    learned: Path | None = None
    load: Load = load_here


class Desk(Struct, frozen=True):
    """What pages may use of the house; made by bot/app/web.py.

    `receive` is the door for messages (raises Busy); `now` aware, Asia/Shanghai; `env` the
    MENTING_* variables; `channels` the adapters that work in this process, by name; `wake` tells
    the courier that something is due; `files`: where the configuration lies.
    """

    receive: Callable[[InboundMessage], Awaitable[Answer]]
    storage: Storage
    snapshot: Callable[[], Snapshot]
    now: Callable[[], datetime]
    channels: Mapping[str, ChannelAdapter]
    env: Mapping[str, str]
    wake: Callable[[], None] = lambda: None
    files: ConfigFiles = ConfigFiles()


class Pages(Struct, frozen=True):
    """The well-known name PAGES holds one of these.

    `routes` is called once at start: a module with pages must import templates and whatever is
    slow only when a page is first asked for.
    """

    name: str
    routes: Callable[[Desk], list[web.RouteDef]]
