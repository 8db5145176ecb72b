"""backup: a consistent copy of the database beside a running serve."""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.cli.base import CommandLine, add_places, guarded, spoken


def _prepare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="backup_file")
    add_places(parser)


def _run(arguments: argparse.Namespace) -> int:
    return guarded(lambda: _backup(arguments))


def _backup(arguments: argparse.Namespace) -> int:
    from bot.storage.backup import BackupFailed, backup  # drivers cost time: not for --help

    try:
        asyncio.run(backup(arguments.db, arguments.file))
    except FileExistsError:
        sys.stderr.write(spoken("backup_exists", file=arguments.file))
        return 1
    except (BackupFailed, OSError) as failed:
        reason = failed.strerror if isinstance(failed, OSError) and failed.strerror else str(failed)
        sys.stderr.write(spoken("backup_failed", reason=reason))
        return 1
    sys.stdout.write(spoken("backup_done", file=arguments.file))
    return 0


COMMAND_LINE = CommandLine("backup", "backup", _run, _prepare)
