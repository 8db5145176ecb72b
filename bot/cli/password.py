"""password: a password for a member of staff to sign in to the pages with."""

import argparse
import sys
from getpass import getpass

from bot.cli.base import FAULTY, CommandLine, add_places, spoken
from bot.cli.mistakes import stranger


def _prepare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="password_name")
    add_places(parser)


def _run(arguments: argparse.Namespace) -> int:
    from bot.cli.database import in_office  # the imports of a whole centre cost time
    from bot.usecases.office import Office

    async def known(office: Office) -> tuple[str, ...]:
        return tuple(office.config.staff)

    def ask(names: tuple[str, ...]) -> int:
        if arguments.name in names:
            return _set_password(arguments)
        sys.stderr.write(stranger(arguments.name, names))
        return FAULTY

    return in_office(arguments, known, ask)


def _set_password(arguments: argparse.Namespace) -> int:
    from bot.cli.database import in_office
    from bot.desk.signin.passwords import LONGEST, SHORTEST, hash_of
    from bot.storage import sessions
    from bot.usecases.office import Office

    password = _asked()
    if not SHORTEST <= len(password) <= LONGEST:
        sys.stderr.write(spoken("password_length", shortest=SHORTEST, longest=LONGEST))
        return FAULTY
    kept = hash_of(password)

    async def verb(office: Office) -> None:
        await sessions.set_password(office.work, arguments.name, kept, office.now)

    def tell(_: None) -> int:
        sys.stdout.write(spoken("password_set", name=arguments.name))
        return 0

    return in_office(arguments, verb, tell)


def _asked() -> str:
    """Typed unseen and twice, or the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass(spoken("password_ask"))
    return password if getpass(spoken("password_again")) == password else ""


COMMAND_LINE = CommandLine("password", "password", _run, _prepare)
