"""bind: a one-time code that binds the account of a member of staff."""

import argparse
import sys
from difflib import get_close_matches

from bot.cli.base import FAULTY, CommandLine, add_places, spoken


def _prepare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="bind_name")
    add_places(parser)


def _run(arguments: argparse.Namespace) -> int:
    from bot.cli.database import in_office  # the imports of a whole centre cost time
    from bot.usecases.office import Office
    from bot.usecases.people import make_bind_code

    async def verb(office: Office) -> tuple[str, tuple[str, ...]]:
        if arguments.name in office.config.staff:
            return await make_bind_code(office, arguments.name), ()
        near = get_close_matches(arguments.name, office.config.staff, 3, 0.3)
        return "", tuple(near or office.config.staff)

    def tell(found: tuple[str, tuple[str, ...]]) -> int:
        code, near = found
        if not code:
            sys.stderr.write(spoken("unknown_staff", name=arguments.name, near="、".join(near)))
            return FAULTY
        sys.stdout.write(spoken("bind_code", name=arguments.name, code=code) + code + "\n")
        return 0

    return in_office(arguments, verb, tell)


COMMAND_LINE = CommandLine("bind", "bind", _run, _prepare)
