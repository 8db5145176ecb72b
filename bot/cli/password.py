"""password: a password for a member of staff to sign in to the pages with."""

import argparse
import sys
from difflib import get_close_matches
from getpass import getpass

from bot.cli.base import FAULTY, CommandLine, add_places, spoken


def _prepare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="password_name")
    add_places(parser)


def _run(arguments: argparse.Namespace) -> int:
    from bot.cli.database import in_office  # the imports of a whole centre cost time
    from bot.desk.signin.passwords import LONGEST, SHORTEST, hash_of
    from bot.storage import sessions
    from bot.usecases.office import Office

    password = _asked()
    if not SHORTEST <= len(password) <= LONGEST:
        sys.stderr.write(spoken("password_length", shortest=SHORTEST, longest=LONGEST))
        return FAULTY
    kept = hash_of(password)

    async def verb(office: Office) -> tuple[str, ...] | None:
        if arguments.name in office.config.staff:
            await sessions.set_password(office.work, arguments.name, kept, office.now)
            return None
        near = get_close_matches(arguments.name, office.config.staff, 3, 0.3)
        return tuple(near or office.config.staff)

    def tell(near: tuple[str, ...] | None) -> int:
        if near is not None:
            sys.stderr.write(spoken("unknown_staff", name=arguments.name, near="、".join(near)))
            return FAULTY
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
