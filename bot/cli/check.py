"""check: every fault of the configuration, with file, line, key and remedy."""

import argparse
import sys
from datetime import datetime

from bot.cli.base import CommandLine, add_places, environment, guarded, spoken


def _run(arguments: argparse.Namespace) -> int:
    return guarded(lambda: _check(arguments))


def _check(arguments: argparse.Namespace) -> int:
    from bot.channels.base import Health
    from bot.cli.pictures import examine_pictures
    from bot.config import load_config, report  # pydantic costs time: not for --help
    from bot.domain.calendar import CHINA

    today = datetime.now(CHINA).date()
    env = environment()
    config = load_config(arguments.config, env, today=today)
    sys.stdout.write(report(config.warnings) + "\n")
    pictures = examine_pictures(env, config.channels.staff_group.partition(":")[0])
    if pictures is not None and pictures.health is not Health.OK:
        sys.stdout.write(spoken(pictures.key, **pictures.values))
    return 0


COMMAND_LINE = CommandLine("check", "check", _run, add_places)
