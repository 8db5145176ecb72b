"""What a command of the command line is, and what all of them share."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_CONFIG = "config"
DEFAULT_DATABASE = "sqlite:///data/menting.db"
FAULTY = 2
"""Exit code for bad configuration or bad arguments."""


@dataclass(frozen=True, slots=True)
class CommandLine:
    """One command: `prepare` adds its arguments, `run` does it and returns the exit code."""

    name: str
    help: str
    run: Callable[[argparse.Namespace], int]
    prepare: Callable[[argparse.ArgumentParser], None] = lambda _parser: None


def add_places(parser: argparse.ArgumentParser) -> None:
    """--config and --db, with the environment as default (house.md section 7)."""
    env = environment()
    parser.add_argument("--config", default=env.get("MENTING_CONFIG", DEFAULT_CONFIG), type=Path)
    parser.add_argument("--db", default=env.get("MENTING_DB", DEFAULT_DATABASE))


def environment() -> Mapping[str, str]:
    """MENTING_* variables; those of a `.env` file (mode 600) below those of the process."""
    found = dict(_dotenv(Path(".env")))
    found.update((key, value) for key, value in os.environ.items() if key.startswith("MENTING_"))
    return found


class OpenSecrets(PermissionError):
    """The .env file can be read by others."""


def _dotenv(file: Path) -> Mapping[str, str]:
    if not file.is_file():
        return {}
    if file.stat().st_mode & 0o077:
        raise OpenSecrets(str(file))
    pairs = (line.partition("=") for line in file.read_text(encoding="utf-8").splitlines())
    return {
        key.strip(): value.strip().strip("'\"")
        for key, _, value in pairs
        if key.strip().startswith("MENTING_")
    }


def guarded(work: Callable[[], int]) -> int:
    """Run `work`; what an admin did wrong is one clear sentence on stderr and exit code 2."""
    from bot.config import ConfigFaults, report  # pydantic costs time: not for --help
    from bot.storage.migrations import BadAddress

    try:
        return work()
    except ConfigFaults as faulty:
        sys.stderr.write(report(faulty.faults) + "\n")
    except BadAddress as bad:
        sys.stderr.write(spoken("bad_database", url=str(bad)))
    except OpenSecrets as open_file:
        sys.stderr.write(spoken("open_secrets", file=str(open_file)))
    except BrokenPipeError:
        return 0
    return FAULTY


def spoken(key: str, /, **values: object) -> str:
    """A sentence of the shipped texts (cli section): sayable with a broken configuration too."""
    from bot.config.files import sample_directory
    from bot.config.loader import load_config

    return load_config(sample_directory()).texts.say(f"cli.{key}", **values) + "\n"
