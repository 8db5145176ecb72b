"""serve: the centre as a server, until SIGTERM or SIGINT."""

import argparse
import asyncio
import errno
import gc
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Coroutine
from typing import TYPE_CHECKING

from bot.cli.base import (
    FAILED,
    FAULTY,
    CommandLine,
    add_places,
    environment,
    guarded,
    spoken,
)

if TYPE_CHECKING:
    from bot.app import Centre
    from bot.config import LiveConfig

SWITCH_SECONDS = 0.0005
_ANY_SENTENCE = "您好，我叫王小明，下周三上午10点想来办居住证，要带什么材料？"
log = logging.getLogger("bot")

LONGEST_STOP = 4.5
"""Seconds from SIGTERM to the end, whatever hangs; supervisors and people wait for five."""


def _prepare(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    host = os.environ.get("HOST") or "127.0.0.1"
    port = os.environ.get("PORT") or "8080"
    parser.add_argument("--host", default=host, help="host")
    parser.add_argument("--port", default=port, type=_port, help="port")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(text)
    return int(text)


def _run(arguments: argparse.Namespace) -> int:
    gc.disable()  # until it has started
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("aiohttp.server").addFilter(is_our_fault)
    logging.getLogger("asyncpg").setLevel(logging.ERROR)  # a pool's traceback; we say it in a line
    try:
        return guarded(lambda: _until_stopped(arguments))
    finally:
        gc.enable()


def is_our_fault(record: logging.LogRecord) -> bool:
    """Whether the server's line tells of a bug. Not one: who speaks no HTTP (a 400) or hangs up;
    every scanner would put a traceback into the log."""
    error = record.exc_info[1] if record.exc_info else None
    is_theirs = type(error).__module__.startswith("aiohttp.") or isinstance(error, ConnectionError)
    return not is_theirs


def _until_stopped(arguments: argparse.Namespace) -> int:
    try:
        _loop(arguments)
    except BadChannel as bad:
        sys.stderr.write(spoken("bad_channel", reason=str(bad)))
        return FAULTY
    except CannotListen as cannot:
        key = "port_taken" if cannot.is_taken else "cannot_listen"
        place = {"host": arguments.host, "port": arguments.port}
        sys.stderr.write(spoken(key, reason=str(cannot), **place))
        return FAILED
    return 0


class BadChannel(Exception):
    """A channel's secrets are malformed."""


class CannotListen(Exception):
    """The address cannot be listened on; `is_taken`: somebody else does."""

    def __init__(self, error: OSError) -> None:
        """Keep the system's reason."""
        super().__init__(error.strerror or str(error))
        self.is_taken = error.errno == errno.EADDRINUSE


def _loop(arguments: argparse.Namespace) -> None:
    # The lane's thread has flushed and needs the interpreter to say so; with Python's own 5 ms
    # every commit under load would take that much longer.
    sys.setswitchinterval(SWITCH_SECONDS)
    # The port comes first: a second serve by mistake must not touch the first one's database.
    sockets = _listen(arguments.host, arguments.port)
    try:
        _run_to_the_end(_serve(arguments, _being_read(arguments), sockets))
    finally:
        for each in sockets:
            each.close()


def _run_to_the_end(work: Coroutine[None, None, None]) -> None:
    try:
        import uvloop
    except ImportError:  # not on Windows
        asyncio.run(work)
    else:
        uvloop.run(work)


def _being_read(arguments: argparse.Namespace) -> "LiveConfig":
    """The configuration, which a child begins to read while we load the rest."""
    from bot.config import LiveConfig
    from bot.config.elsewhere import load_elsewhere
    from bot.config.loader import Wanted

    return LiveConfig(Wanted(arguments.config, environment()), load_elsewhere)


async def _serve(
    arguments: argparse.Namespace, live: "LiveConfig", sockets: list[socket.socket]
) -> None:
    await _work(await _opened(arguments, live), arguments.host, sockets)


async def _work(centre: "Centre", host: str, sockets: list[socket.socket]) -> None:
    """Until somebody says that it is enough."""
    from aiohttp import web

    from bot.app import web_app

    runner = web.AppRunner(web_app(centre), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    for each in sockets:
        await web.SockSite(runner, each).start()
    # What start-up made stays: no collection need walk through it, then (50 ms) or later (60 ms).
    gc.freeze()
    # Turns leave few cycles behind: at 700 the young are walked through 40 times per 1,000 turns.
    gc.set_threshold(50_000, 20, 100)
    gc.enable()
    port = sockets[0].getsockname()[1]
    log.info("ready on http://%s:%s/", host, port)
    if centre.settings.sandbox:
        _greet(centre, host, port)
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await loop.run_in_executor(None, _read_once, centre)
    gc.freeze()  # this stays, too
    await stop.wait()
    _end_in_time()
    await runner.cleanup()


def _read_once(centre: "Centre") -> None:
    """The first reading indexes the services and compiles patterns, 0.3 s: let no resident wait."""
    from bot.understanding import read

    read(_ANY_SENTENCE, centre.now(), centre.snapshot.knowledge)


def _end_in_time() -> None:
    """A database that is locked or gone must not hold us: like kill -9, which loses nothing."""
    last = threading.Timer(LONGEST_STOP, os._exit, (FAILED,))
    last.daemon = True
    last.start()


def _greet(centre: "Centre", host: str, port: int) -> None:
    """Where the sandbox is; it has no login, so who may open it when others reach the port."""
    from bot.desk.parts.nearby import is_loopback

    say = centre.snapshot.config.texts.say  # the shipped texts would have to be read for it
    sys.stderr.write(say("cli.sandbox", host=host, port=port) + "\n")
    if not is_loopback(host):
        kept = "cli.sandbox_for_all" if centre.settings.sandbox_open else "cli.sandbox_kept"
        sys.stderr.write(say(kept) + "\n")


async def _opened(arguments: argparse.Namespace, live: "LiveConfig") -> "Centre":
    """The centre with its database and channels. Raises BadChannel, StorageDown, ConfigFaults."""
    from bot.channels.parts.certificates import unread

    with unread():
        import aiohttp  # noqa: F401 - for all that import it later
    from bot.app import Centre, SandboxCentre, Settings
    from bot.cli.database import reaching
    from bot.storage.migrations import bring_up_to_date

    env = live.wanted.env
    sandbox, sandbox_open = (
        env.get(name) == "1" for name in ("MENTING_SANDBOX", "MENTING_SANDBOX_OPEN")
    )
    settings = Settings(arguments.config, arguments.db, env, sandbox, sandbox_open, live=live)
    centre = SandboxCentre(settings) if settings.sandbox else Centre(settings)
    with reaching(arguments.db):
        await bring_up_to_date(arguments.db)
    try:
        await centre.open()
    except ValueError as bad:
        raise BadChannel(str(bad)) from bad
    return centre


def _listen(host: str, port: int) -> list[socket.socket]:
    """Sockets on every address of `host` that this machine has. Raises CannotListen."""
    sockets: list[socket.socket] = []
    failed = OSError(errno.EADDRNOTAVAIL, host)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise CannotListen(error) from error
    for family, *_, address in found:
        try:
            sockets.append(socket.create_server(address[:2], family=family))
        except OSError as error:
            failed = error
            if error.errno != errno.EADDRNOTAVAIL:
                raise CannotListen(error) from error
    if not sockets:
        raise CannotListen(failed)
    return sockets


COMMAND_LINE = CommandLine("serve", "serve", _run, _prepare)
