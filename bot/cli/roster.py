"""roster: who is on duty the next days, and what is missing."""

import argparse
import sys
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from bot.cli import roster_files
from bot.cli.base import FAULTY, CommandLine, add_places, spoken

if TYPE_CHECKING:
    from bot.usecases.office import Office

Row = dict[str, object]
Report = dict[str, list[Row]]
BUILT = {"show": 7, "gaps": 60}
PLAN = "plan"
MOST_DAYS = 400


def _prepare(parser: argparse.ArgumentParser) -> None:
    every = [*BUILT, PLAN, *roster_files.COMMANDS]
    parser.add_argument("what", choices=every, help="roster_what")
    parser.add_argument("rest", nargs="*", help="roster_rest")
    parser.add_argument("--days", type=_days, default=0, help="days")
    parser.add_argument("--write", type=Path, help="plan_write")
    parser.add_argument("--anew", action="store_true", help="plan_anew")
    parser.add_argument("--json", action="store_true", help="json")
    roster_files.add_arguments(parser)
    add_places(parser)


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text} (1-{MOST_DAYS})")
    return days


def _run(arguments: argparse.Namespace) -> int:
    if arguments.what == PLAN:
        from bot.cli.planned import run

        return run(arguments)
    if arguments.what in roster_files.COMMANDS:
        return roster_files.run(arguments)
    if arguments.rest:
        needless = spoken("mistake.needless", what=arguments.what, word=arguments.rest[0])
        sys.stderr.write(spoken("bad_arguments", reason=needless.rstrip("\n")))
        return FAULTY
    from bot.cli.database import in_office  # the imports of a whole centre cost time

    count = arguments.days or BUILT[arguments.what]
    if arguments.what == "gaps":
        return in_office(
            arguments, _report(count), lambda found: _tell_report(found, json=arguments.json)
        )
    return in_office(arguments, _look(count), _teller(json=arguments.json))


def _look(count: int) -> "Callable[[Office], Awaitable[list[Row]]]":
    async def verb(office: "Office") -> list[Row]:
        return await _shifts(office, _days_from(office, count))

    return verb


def _report(count: int) -> "Callable[[Office], Awaitable[Report]]":
    async def verb(office: "Office") -> Report:
        days = _days_from(office, count)
        return {
            "gaps": await _gaps(office, days),
            "fairness": await _fairness(office, days[0]),
        }

    return verb


def _days_from(office: "Office", count: int) -> list[date]:
    start = office.today
    return [start + timedelta(days=n) for n in range(count)]


async def _shifts(office: "Office", days: list[date]) -> list[Row]:
    from bot.simulate.records import shift_json
    from bot.usecases.roster import shifts_of_day

    return [
        {"date": day.isoformat()} | shift_json(shift)
        for day in days
        for shift in await shifts_of_day(office, day)
    ]


async def _gaps(office: "Office", days: list[date]) -> list[Row]:
    from bot.usecases.roster_report import gaps_between

    return [
        {
            "date": gap.day.isoformat(),
            "shift": gap.kind.value,
            "problem": office.say(f"cli.gap.{gap.problem.value}"),
            "detail": gap.detail,
            "services": list(gap.services),
        }
        for gap in await gaps_between(office, days)
    ]


async def _fairness(office: "Office", day: date) -> list[Row]:
    from bot.domain.fairness import unfair
    from bot.usecases.standins import loads_of_year

    shares = await loads_of_year(office, day)
    too_much = unfair(shares)
    return [
        {
            "name": name,
            "extended": load.extended,
            "holiday": load.holiday,
            "festival": load.festival,
            "unfair": name in too_much,
        }
        for name, load in sorted(shares.items(), key=lambda each: -each[1].holiday)
        if load.extended or load.holiday
    ]


def _tell_report(report: Report, *, json: bool) -> int:
    if json:
        sys.stdout.buffer.write(orjson.dumps(report) + b"\n")
        return 0
    _teller(json=False)(report["gaps"])
    sys.stdout.write(spoken("fairness"))
    for row in report["fairness"]:
        counts = "\t".join(str(row[key]) for key in ("name", "extended", "holiday", "festival"))
        sys.stdout.write(counts + ("\t⚠\n" if row["unfair"] else "\n"))
    return 0


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
