"""simulate: the whole centre in one process, with a clock that only moves by command."""

import argparse
import asyncio
import logging
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from bot.cli.base import CommandLine, add_places, environment, guarded


def _prepare(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.set_defaults(db="")
    parser.add_argument("--now", default="", help="ISO time at which the clock starts")


def _run(arguments: argparse.Namespace) -> int:
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    return guarded(lambda: _simulate(arguments))


def _simulate(arguments: argparse.Namespace) -> int:
    from bot.app import Settings  # the imports of a whole centre cost time
    from bot.simulate.lines import read_moment
    from bot.simulate.loop import run_lines

    start: datetime | None = read_moment(arguments.now, "--now") if arguments.now else None
    with tempfile.TemporaryDirectory(prefix="menting-") as folder:
        database = arguments.db or f"sqlite:///{Path(folder) / 'simulate.db'}"
        settings = Settings(arguments.config, database, environment())
        asyncio.run(run_lines(settings, start, sys.stdin.buffer, _write))
    return 0


def _write(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


COMMAND_LINE = CommandLine("simulate", "the centre on standard input and output", _run, _prepare)
