"""The command line; parses arguments only."""

import argparse
import sys
from importlib import import_module

from bot.cli.base import FAULTY, OpenSecrets, spoken

COMMANDS = (
    "serve", "check", "simulate", "understand", "tickets", "outbox", "roster", "bind", "backup",
    "erase", "migrate", "doctor", "wechat-menu",
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Run one command; only its own file is imported, so that each starts fast."""
    words = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    parser = argparse.ArgumentParser(prog="menting", description="门厅")
    parser.add_argument("command", choices=COMMANDS)
    chosen = parser.parse_args(words[:1])
    command = import_module(f"bot.cli.{chosen.command.replace('-', '_')}").COMMAND_LINE
    own = argparse.ArgumentParser(prog=f"menting {chosen.command}", description=command.help)
    try:
        command.prepare(own)
    except OpenSecrets as open_file:
        sys.stderr.write(spoken("open_secrets", file=str(open_file)))
        return FAULTY
    return int(command.run(own.parse_args(words[1:])))


if __name__ == "__main__":
    sys.exit(main())
