"""roster: who is on duty the next days, and what is missing."""

import argparse
import sys
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import orjson

from bot.cli.base import FAULTY, CommandLine, add_places, spoken

if TYPE_CHECKING:
    from bot.usecases.office import Office

Row = dict[str, object]
BUILT = {"show": 7, "gaps": 60}
PLANNED = ("plan", "import", "export", "ics")
MOST_DAYS = 400


def _prepare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=[*BUILT, *PLANNED], help="roster_what")
    parser.add_argument("rest", nargs="*", help="roster_rest")
    parser.add_argument("--days", type=int, default=0, help="days")
    parser.add_argument("--json", action="store_true", help="json")
    add_places(parser)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.what in PLANNED:
        sys.stderr.write(spoken("not_built", what=f"roster {arguments.what}"))
        return FAULTY
    from bot.cli.database import in_office  # the imports of a whole centre cost time

    count = max(1, min(arguments.days or BUILT[arguments.what], MOST_DAYS))
    return in_office(arguments, _look(arguments.what, count), _teller(json=arguments.json))


def _look(what: str, count: int) -> "Callable[[Office], Awaitable[list[Row]]]":
    async def verb(office: "Office") -> list[Row]:
        start = office.now.date()
        days = [start + timedelta(days=n) for n in range(count)]
        return await (_shifts(office, days) if what == "show" else _gaps(office, days))

    return verb


async def _shifts(office: "Office", days: list[date]) -> list[Row]:
    from bot.simulate.records import shift_json
    from bot.usecases.roster import shifts_of_day

    return [
        {"date": day.isoformat()} | shift_json(shift)
        for day in days
        for shift in await shifts_of_day(office, day)
    ]


async def _gaps(office: "Office", days: list[date]) -> list[Row]:
    from bot.domain.gaps import check_gaps

    overrides = await office.overrides(days[0], days[-1])
    services = tuple(office.config.catalogue.services.values())
    gaps = check_gaps(office.snapshot.timetable, overrides, services, days)
    return [
        {
            "date": gap.day.isoformat(),
            "shift": gap.kind.value,
            "problem": office.say(f"cli.gap.{gap.problem.value}"),
            "detail": gap.detail,
        }
        for gap in gaps
    ]


def _teller(*, json: bool) -> Callable[[list[Row]], int]:
    def tell(rows: list[Row]) -> int:
        if json:
            sys.stdout.buffer.write(orjson.dumps(rows) + b"\n")
            return 0
        for row in rows:
            sys.stdout.write("\t".join(map(_cell, row.values())) + "\n")
        if not rows:
            sys.stdout.write(spoken("nothing"))
        return 0

    return tell


def _cell(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "-")


COMMAND_LINE = CommandLine("roster", "roster", _run, _prepare)
