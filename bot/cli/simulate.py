"""simulate: the whole centre in one process, with a clock that only moves by command."""

import argparse
import asyncio
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from bot.cli.base import FAULTY, CommandLine, add_config, environment, guarded, spoken


def _prepare(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    # Never MENTING_DB: a rehearsal must not touch the residents.
    parser.add_argument("--db", default="", help="simulate_db")
    parser.add_argument("--now", default="", help="now")


def _run(arguments: argparse.Namespace) -> int:
    return guarded(lambda: _simulate(arguments))


def _simulate(arguments: argparse.Namespace) -> int:
    from bot.cli.database import quiet  # the imports of a whole centre cost time
    from bot.simulate.lines import BadLine, read_moment

    quiet()
    try:
        start = read_moment(arguments.now, "--now") if arguments.now else None
    except BadLine as bad:
        sys.stderr.write(spoken(bad.key.removeprefix("cli."), **bad.values))
        return FAULTY
    with tempfile.TemporaryDirectory(prefix="menting-") as folder:
        database = arguments.db or f"sqlite:///{Path(folder) / 'simulate.db'}"
        learned = _beside(database) or Path(folder) / "learned.yaml"
        asyncio.run(_play(arguments.config, database, start, learned))
    return 0


def _beside(database: str) -> Path | None:
    """A rehearsal learns into a file of its own, never into the office's configuration."""
    from bot.storage.migrations import sqlite_path

    file = sqlite_path(database)
    return file.with_name(f"{file.name}-learned.yaml") if file else None


async def _play(config: Path, database: str, start: datetime | None, learned: Path) -> None:
    from bot.app import Settings
    from bot.cli.database import reaching
    from bot.simulate.loop import run_lines
    from bot.storage.migrations import bring_up_to_date

    with reaching(database):
        await bring_up_to_date(database)
    settings = Settings(config, database, environment(), learned=learned)
    await run_lines(settings, start, sys.stdin.buffer, _write)


def _write(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


COMMAND_LINE = CommandLine("simulate", "simulate", _run, _prepare)
