"""migrate: bring the database up to date."""

import argparse
import asyncio
import sys

from bot.cli.base import CommandLine, add_places, guarded, spoken


def _run(arguments: argparse.Namespace) -> int:
    return guarded(lambda: _migrate(arguments))


def _migrate(arguments: argparse.Namespace) -> int:
    from bot.cli.database import quiet, reaching
    from bot.storage.migrations import bring_up_to_date  # drivers cost time: not for --help

    quiet()
    with reaching(arguments.db):
        names = asyncio.run(bring_up_to_date(arguments.db))
    key = "migrated" if names else "up_to_date"
    sys.stdout.write(spoken(key, names="、".join(names)))
    return 0


COMMAND_LINE = CommandLine("migrate", "migrate", _run, add_places)
