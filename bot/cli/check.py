"""check: every fault of the configuration, with file, line, key and remedy."""

import argparse
import sys
from datetime import datetime

from bot.cli.base import CommandLine, add_places, environment, guarded


def _run(arguments: argparse.Namespace) -> int:
    return guarded(lambda: _check(arguments))


def _check(arguments: argparse.Namespace) -> int:
    from bot.config import load_config, report  # pydantic costs time: not for --help
    from bot.domain.calendar import CHINA

    today = datetime.now(CHINA).date()
    config = load_config(arguments.config, environment(), today=today)
    sys.stdout.write(report(config.warnings) + "\n")
    return 0


COMMAND_LINE = CommandLine("check", "check", _run, add_places)
