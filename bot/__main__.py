"""The command line; parses arguments only."""

import os
import sys
from difflib import get_close_matches
from importlib import import_module

from bot.cli.base import FAULTY, CommandLine, OpenSecrets, Parser, UnreadableSecrets, spoken

COMMANDS = (
    "serve", "check", "simulate", "understand", "tickets", "outbox", "roster", "bind", "password",
    "backup", "erase", "migrate", "doctor", "wechat-menu",
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Run one command; only its own file is imported, so that each starts fast."""
    words = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    name, own = words[0], words[1:]
    # pydantic would look through every installed package for plugins: 20 ms, 1 MiB
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")
    if name in ("-h", "--help", "help"):
        return _list_commands()
    if name not in COMMANDS:
        near = get_close_matches(name, COMMANDS, 1, 0.3) or COMMANDS
        sys.stderr.write(spoken("no_command", name=name, near="、".join(near)))
        return FAULTY
    try:
        return _run(name, own)
    except OpenSecrets as file:
        sys.stderr.write(spoken("open_secrets", file=str(file)))
    except UnreadableSecrets as file:
        sys.stderr.write(spoken("unreadable_secrets", file=str(file)))
    return FAULTY


def _run(name: str, words: list[str]) -> int:
    command = _command(name)
    parser = Parser(f"python -m bot {name}", command.help)
    command.prepare(parser)
    return command.run(parser.parse_intermixed_args(words))


def _list_commands() -> int:
    sys.stdout.write(spoken("help.usage"))
    for name in COMMANDS:
        sys.stdout.write(f"  {name:<12} " + spoken(f"help.{_command(name).help}"))
    return 0


def _command(name: str) -> CommandLine:
    command = import_module(f"bot.cli.{name.replace('-', '_')}").COMMAND_LINE
    assert isinstance(command, CommandLine)  # noqa: S101 - each file of bot/cli ends in one
    return command


if __name__ == "__main__":
    sys.exit(main())
