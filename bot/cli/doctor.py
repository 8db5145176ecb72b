"""doctor: what is set up, what is missing, and what to do about it."""

import argparse
import asyncio
import sys
from collections.abc import Iterator

from bot.cli.base import CommandLine, add_places, environment, guarded, spoken


def _run(arguments: argparse.Namespace) -> int:
    return guarded(lambda: _examine(arguments))


def _examine(arguments: argparse.Namespace) -> int:
    from bot.config import load_config  # the imports of a whole centre cost time

    config = load_config(arguments.config, environment())
    sys.stdout.write(spoken("doctor.config", count=len(config.warnings)))
    for line in _channels():
        sys.stdout.write(line)
    return _database(arguments.db)


def _channels() -> Iterator[str]:
    from bot.channels.base import ChannelPlug
    from bot.handlers.plugs import find_plugs

    env = environment()
    for plug in find_plugs("bot.channels", "CHANNEL", ChannelPlug):
        missing = [name for name in plug.needs if not env.get(name)]
        key = "doctor.channel_off" if missing else "doctor.channel_on"
        yield spoken(key, channel=plug.name, missing="、".join(missing))


def _database(url: str) -> int:
    from bot.storage import StorageDown, open_storage, outbox

    async def look() -> int:
        storage = await open_storage(url)
        try:
            return await storage.run(outbox.depth)
        finally:
            await storage.stop()

    try:
        sys.stdout.write(spoken("doctor.database", count=asyncio.run(look())))
    except (StorageDown, OSError) as down:
        sys.stderr.write(spoken("database_down", reason=str(down)))
        return 1
    return 0


COMMAND_LINE = CommandLine("doctor", "examine the set-up", _run, add_places)
