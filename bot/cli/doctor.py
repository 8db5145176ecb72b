"""doctor: what is set up, what is missing, and what to do about it."""

import argparse
import sys
from typing import TYPE_CHECKING

import orjson

from bot.cli.base import FAILED, CommandLine, add_places, guarded, spoken

if TYPE_CHECKING:
    from bot.cli.examining import Line

SECONDS = 8.0
_SIGNS = {"ok": "✓", "note": "·", "bad": "✗"}


def _prepare(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument("--json", action="store_true", help="doctor_json")
    parser.add_argument("--seconds", type=_seconds, default=SECONDS, help="doctor_seconds")


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= 60:
        raise argparse.ArgumentTypeError(text)
    return value


def _run(arguments: argparse.Namespace) -> int:
    from bot.cli.examining import examine  # the imports of a whole centre cost time

    return guarded(lambda: _tell(examine(arguments), json=arguments.json))


def _tell(lines: "list[Line]", *, json: bool) -> int:
    is_ill = any(line.health == "bad" for line in lines)
    if json:
        rows = [
            {"about": each.about, "state": each.health, "check": each.key, "text": each.text}
            for each in lines
        ]
        sys.stdout.buffer.write(orjson.dumps(rows) + b"\n")
    else:
        for each in lines:
            about = spoken("doctor.about", about=each.about).rstrip("\n") if each.channel else ""
            sys.stdout.write(f"{_SIGNS[each.health]} {about}{each.text}\n")
        sys.stdout.write(spoken("doctor.ill" if is_ill else "doctor.well"))
    return FAILED if is_ill else 0


COMMAND_LINE = CommandLine("doctor", "doctor", _run, _prepare)
