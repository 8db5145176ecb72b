"""outbox list: what was sent and what waits; no texts, addresses shortened."""

import argparse
import sys

import orjson

from bot.cli.base import CommandLine, add_places, spoken


def _prepare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["list"], help="list")
    parser.add_argument("--json", action="store_true", help="json")
    add_places(parser)


def _run(arguments: argparse.Namespace) -> int:
    from bot.cli.database import in_office  # the imports of a whole centre cost time
    from bot.simulate.records import letter_json
    from bot.storage import outbox
    from bot.storage.outbox import OutboxEntry

    def tell(entries: tuple[OutboxEntry, ...]) -> int:
        rows = [letter_json(entry) | {"to": _short(entry.to.address)} for entry in entries]
        if arguments.json:
            sys.stdout.buffer.write(orjson.dumps(rows) + b"\n")
            return 0
        for row in rows:
            sys.stdout.write("\t".join(str(value or "-") for value in row.values()) + "\n")
        if not rows:
            sys.stdout.write(spoken("nothing"))
        return 0

    return in_office(arguments, lambda office: outbox.everything(office.work), tell)


def _short(address: str) -> str:
    return address if address.startswith("group:") else address[:5] + "…"


COMMAND_LINE = CommandLine("outbox", "outbox", _run, _prepare)
