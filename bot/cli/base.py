"""What a command of the command line is, and what all of them share."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NoReturn

from msgspec import Struct

DEFAULT_CONFIG = "config"
DEFAULT_DATABASE = "sqlite:///data/menting.db"
FAILED = 1
"""Exit code when something outside did not work: the database, the port, the platform."""

FAULTY = 2
"""Exit code for bad configuration or bad arguments."""


class CommandLine(Struct, frozen=True):
    """One command: `prepare` adds its arguments, `run` does it and returns the exit code.

    `help` and the help of every argument are keys of config/texts below cli.help.
    """

    name: str
    help: str
    run: Callable[[argparse.Namespace], int]
    prepare: Callable[[argparse.ArgumentParser], None] = lambda _parser: None


class Parser(argparse.ArgumentParser):
    """A parser whose help is in config/texts; they are read only when somebody asks for it."""

    def __init__(self, prog: str, description: str) -> None:
        """`description` is a key below cli.help."""
        super().__init__(prog, description=description, add_help=False, formatter_class=_SpokenHelp)
        self.add_argument("-h", "--help", action="help", help="help")

    def error(self, message: str) -> NoReturn:
        """Bad arguments: how it is called and what is wrong; exit code 2."""
        from bot.cli.mistakes import mistake  # only when there is something to say

        self.print_usage(sys.stderr)
        key, values = mistake(message)
        reason = spoken(f"mistake.{key}", **values).rstrip("\n")
        self.exit(FAULTY, spoken("bad_arguments", reason=reason))


class _SpokenHelp(argparse.HelpFormatter):
    """Takes help texts for keys below cli.help; usage lines stay as they are."""

    def add_text(self, text: str | None) -> None:
        super().add_text(spoken(f"help.{text}").rstrip("\n") if text else text)

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return spoken(f"help.{action.help}").rstrip("\n") if action.help else action.help


def add_places(parser: argparse.ArgumentParser) -> None:
    """--config and --db, with the environment as default (house.md section 7)."""
    env = environment()
    add_config(parser)
    parser.add_argument("--db", default=env.get("MENTING_DB", DEFAULT_DATABASE), help="db")


def add_config(parser: argparse.ArgumentParser) -> None:
    """--config alone."""
    default = environment().get("MENTING_CONFIG", DEFAULT_CONFIG)
    parser.add_argument("--config", default=default, type=Path, help="config")


def environment() -> Mapping[str, str]:
    """MENTING_* variables; those of a `.env` file (mode 600) below those of the process.

    Raises OpenSecrets, UnreadableSecrets.
    """
    found = dict(_dotenv(Path(".env")))
    found.update((key, value) for key, value in os.environ.items() if key.startswith("MENTING_"))
    return found


class OpenSecrets(PermissionError):
    """The .env file can be read by others."""


class UnreadableSecrets(Exception):
    """The .env file cannot be read, or is no text."""


def _dotenv(file: Path) -> Mapping[str, str]:
    if not file.is_file():
        return {}
    if file.stat().st_mode & 0o077:
        raise OpenSecrets(str(file))
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as broken:
        raise UnreadableSecrets(str(file)) from broken
    pairs = (line.partition("=") for line in lines)
    return {
        key.strip(): value.strip().strip("'\"")
        for key, _, value in pairs
        if key.strip().startswith("MENTING_")
    }


def guarded(work: Callable[[], int]) -> int:
    """Run `work`; what an admin did wrong is one clear sentence on stderr and exit code 2.

    A database that does not answer is one, too, with exit code 1.
    """
    from bot.config import ConfigFaults, report  # pydantic costs time: not for --help
    from bot.storage import StorageDown
    from bot.storage.migrations import BadAddress

    try:
        return work()
    except ConfigFaults as faulty:
        sys.stderr.write(report(faulty.faults) + "\n")
    except BadAddress as bad:
        sys.stderr.write(spoken("bad_database", url=str(bad)))
    except StorageDown as down:
        sys.stderr.write(spoken("database_down", reason=str(down)))
        return FAILED
    except BrokenPipeError:
        _silence()
        return 0
    except KeyboardInterrupt:
        return 130
    return FAULTY


def spoken(key: str, /, **values: object) -> str:
    """A sentence of the shipped texts (cli section): sayable with a broken configuration too."""
    return shipped(f"cli.{key}", **values)


def shipped(key: str, /, **values: object) -> str:
    """Any sentence of the shipped texts."""
    return _texts()[key].format_map(values) + "\n"


@cache
def _texts() -> Mapping[str, str]:
    from bot.config.document import parse  # YAML costs time: only when there is something to say
    from bot.config.names import TEXTS, sample_directory
    from bot.config.texts import read_texts

    content = (sample_directory() / TEXTS).read_bytes()
    return read_texts(parse(TEXTS, content), None).by_key


def _silence() -> None:
    """Nobody reads any more; Python must not complain of that when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
