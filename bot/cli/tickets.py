"""tickets list: all tickets, masked unless --full."""

import argparse
import sys

import orjson

from bot.cli.base import CommandLine, add_places, spoken

Json = dict[str, object]
_SHOWN = ("code", "status", "service", "date", "time", "name", "phone", "owner", "delivery")


def _prepare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["list"], help="list")
    parser.add_argument("--json", action="store_true", help="json")
    parser.add_argument("--full", action="store_true", help="full")
    add_places(parser)


def _run(arguments: argparse.Namespace) -> int:
    from bot.cli.database import in_office  # the imports of a whole centre cost time
    from bot.simulate.records import all_tickets, delivery_words
    from bot.usecases.office import Office

    async def look(office: Office) -> list[Json]:
        words = await delivery_words(office)
        found = await all_tickets(office.work)
        return [ticket | {"delivery": words.get(str(ticket["code"]))} for ticket in found]

    def tell(found: list[Json]) -> int:
        shown = found if arguments.full else [_masked(ticket) for ticket in found]
        if arguments.json:
            sys.stdout.buffer.write(orjson.dumps(shown) + b"\n")
            return 0
        for ticket in shown:
            sys.stdout.write("\t".join(str(ticket[key] or "-") for key in _SHOWN) + "\n")
        if not shown:
            sys.stdout.write(spoken("nothing"))
        return 0

    return in_office(arguments, look, tell)


def _masked(ticket: Json) -> Json:
    from bot.domain.masking import mask_phone, title_name

    return ticket | {
        "name": title_name(str(ticket["name"])),
        "phone": mask_phone(str(ticket["phone"])),
        "user": _short(str(ticket["user"])),
    }


def _short(address: str) -> str:
    return address[:5] + "…" if len(address) > 5 else address


COMMAND_LINE = CommandLine("tickets", "tickets", _run, _prepare)
