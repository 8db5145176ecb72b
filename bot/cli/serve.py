"""serve: the centre as a server, until SIGTERM or SIGINT."""

import argparse
import asyncio
import gc
import logging
import signal
import sys

from bot.cli.base import FAULTY, CommandLine, add_places, environment, guarded, spoken

log = logging.getLogger("bot")


def _prepare(parser: argparse.ArgumentParser) -> None:
    env = environment()
    add_places(parser)
    parser.add_argument("--host", default=env.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", default=int(env.get("PORT", "8080")), type=int)


def _run(arguments: argparse.Namespace) -> int:
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    logging.getLogger("yoyo").setLevel(logging.WARNING)
    return guarded(lambda: _until_stopped(arguments))


def _until_stopped(arguments: argparse.Namespace) -> int:
    if _is_open_sandbox(arguments.host):
        sys.stderr.write(spoken("open_sandbox", host=arguments.host))
        return FAULTY
    try:
        _loop(arguments)
    except BadChannel as bad:
        sys.stderr.write(spoken("bad_channel", reason=str(bad)))
        return FAULTY
    except PortTaken:
        sys.stderr.write(spoken("port_taken", host=arguments.host, port=arguments.port))
        return 1
    return 0


def _is_open_sandbox(host: str) -> bool:
    """A sandbox that others could reach, and nobody said that they may: it has no login."""
    env = environment()
    if env.get("MENTING_SANDBOX") != "1" or env.get("MENTING_SANDBOX_OPEN") == "1":
        return False
    from bot.desk.sandbox import is_loopback

    return not is_loopback(host)


class BadChannel(Exception):
    """A channel's secrets are malformed."""


class PortTaken(Exception):
    """Somebody else listens there."""


def _loop(arguments: argparse.Namespace) -> None:
    try:
        import uvloop
    except ImportError:  # not on Windows
        asyncio.run(_serve(arguments))
    else:
        uvloop.run(_serve(arguments))


async def _serve(arguments: argparse.Namespace) -> None:
    from aiohttp import web

    from bot.app import Centre, SandboxCentre, Settings, web_app

    env = environment()
    settings = Settings(arguments.config, arguments.db, env, env.get("MENTING_SANDBOX") == "1")
    centre = SandboxCentre(settings) if settings.sandbox else Centre(settings)
    try:
        await centre.open()
    except ValueError as bad:
        raise BadChannel(str(bad)) from bad
    runner = web.AppRunner(web_app(centre), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, arguments.host, arguments.port).start()
    gc.freeze()  # what start-up made stays: no collection need walk through it again (60 ms each)
    log.info("ready on http://%s:%s/", arguments.host, arguments.port)
    if settings.sandbox:
        sys.stderr.write(spoken("sandbox", host=arguments.host, port=arguments.port))
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    await runner.cleanup()


COMMAND_LINE = CommandLine("serve", "start the centre", _run, _prepare)
