"""bind: a one-time code that binds the account of a member of staff."""

import argparse
import sys

from bot.cli.base import FAULTY, CommandLine, add_places, spoken
from bot.cli.mistakes import stranger


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
        return "", tuple(office.config.staff)

    def tell(found: tuple[str, tuple[str, ...]]) -> int:
        code, known = found
        if not code:
            sys.stderr.write(stranger(arguments.name, known))
            return FAULTY
        sys.stdout.write(spoken("bind_code", name=arguments.name, code=code) + code + "\n")
        return 0

    return in_office(arguments, verb, tell)


COMMAND_LINE = CommandLine("bind", "bind", _run, _prepare)
