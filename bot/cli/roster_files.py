"""roster import, export, ics, feed: rosters that come from files and go into them."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from bot.cli.base import FAULTY, spoken
from bot.cli.mistakes import stranger

if TYPE_CHECKING:
    from bot.sheets.grid import Grid
    from bot.usecases.office import Office


class Told(Struct, frozen=True):
    """What the admin hears and how the command ends."""

    words: str
    code: int = 0


class BadMonth(ValueError):
    """--month is no month."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What these four take."""
    parser.add_argument("--month", default="", help="roster_month")
    parser.add_argument("--apply", action="store_true", help="roster_apply")
    parser.add_argument("--replace", action="store_true", help="roster_replace")
    parser.add_argument("--by", default="", help="roster_by")
    parser.add_argument("--person", default="", help="roster_person")
    parser.add_argument("--revoke", action="store_true", help="roster_revoke")


def run(arguments: argparse.Namespace) -> int:
    """Do one of the four; bad input ends with 2 and changes nothing."""
    try:
        arguments.first_day = month_said(arguments.month)
    except BadMonth:
        sys.stderr.write(spoken("bad_month", month=arguments.month))
        return FAULTY
    if len(arguments.rest) != 1:
        sys.stderr.write(spoken("roster_file", what=arguments.what))
        return FAULTY
    return _VERBS[arguments.what](arguments)


def month_said(written: str) -> date | None:
    """2026-12 as its first day, None for "". Raises BadMonth."""
    if not written:
        return None
    year, _, month = written.partition("-")
    try:
        return date(int(year), int(month), 1)
    except ValueError:
        raise BadMonth(written) from None


def tell(told: Told) -> int:
    """Good news to stdout, the rest to stderr."""
    (sys.stderr if told.code else sys.stdout).write(told.words + "\n")
    return told.code


def _import(arguments: argparse.Namespace) -> int:
    from bot.cli.database import in_office  # the imports of a whole centre cost time
    from bot.sheets.workbook import SheetRefused, read_workbook

    path = Path(arguments.rest[0])
    try:
        grids = read_workbook(path)
    except SheetRefused as refused:
        return tell(
            Told(spoken(refused.text_key.removeprefix("cli."), **refused.values).rstrip(), FAULTY)
        )

    async def verb(office: "Office") -> Told:
        return await _take_in(office, grids, arguments)

    return _guarded_office(lambda: in_office(arguments, verb, tell))


async def _take_in(
    office: "Office", grids: Sequence["Grid"], arguments: argparse.Namespace
) -> Told:
    from bot.sheets.dates import Month
    from bot.sheets.entries import STATE_SHEET
    from bot.sheets.reading import understand
    from bot.sheets.wall import read_base
    from bot.usecases.sheet_import import Rules, consider, reader_of, write
    from bot.usecases.sheet_wording import spell_preview

    first, reader = arguments.first_day, reader_of(office)
    if first:
        reader = replace(reader, month=Month(first.year, first.month))
    rules = Rules(read_base(grids), arguments.replace, first)
    considered = await consider(office, understand(grids, reader), rules)
    words = spell_preview(office, considered, several=sum(g.name != STATE_SHEET for g in grids) > 1)
    if not considered.is_sure:
        return Told(f"{words}\n{office.say('sheet.refused_all')}", FAULTY)
    if not considered.proposals:
        return Told(f"{words}\n{office.say('sheet.nothing_new')}")
    if not arguments.apply:
        return Told(f"{words}\n{office.say('sheet.try_apply')}")
    actor = arguments.by or office.say("sheet.actor")
    count = await write(office, considered, actor, Path(arguments.rest[0]).name)
    return Told(f"{words}\n{office.say('sheet.applied', count=count)}")


def _export(arguments: argparse.Namespace) -> int:
    from bot.cli.database import in_office

    path = Path(arguments.rest[0])
    if path.suffix.lower() != ".xlsx":
        sys.stderr.write(spoken("sheet_ending", file=path.name))
        return FAULTY

    async def verb(office: "Office") -> Told:
        from bot.sheets.wall import Wall, write_wall
        from bot.usecases.sheet_export import shifts_between

        first = arguments.first_day or office.today.replace(day=1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        shifts = await shifts_between(office, first, last)
        centre, calendar = office.config.centre.name, office.snapshot.calendar
        today = office.today
        wall = Wall(first.year, first.month, shifts, calendar, centre, today, office.say)
        return _saved(office, path, lambda: write_wall(path, wall))

    return in_office(arguments, verb, tell)


def _ics(arguments: argparse.Namespace) -> int:
    from bot.cli.database import in_office

    path = Path(arguments.rest[0])

    async def verb(office: "Office") -> Told:
        from bot.sheets.feed import write_feed
        from bot.usecases.feeds import content_of

        person = arguments.person
        if person and person not in office.config.staff:
            return _stranger(office, person)
        content = await content_of(office, person)
        return _saved(office, path, lambda: path.write_bytes(write_feed(*content)))

    return in_office(arguments, verb, tell)


def _feed(arguments: argparse.Namespace) -> int:
    from bot.cli.database import in_office

    async def verb(office: "Office") -> Told:
        from bot.usecases.feeds import CENTRE, open_feed, revoke_feeds

        asked = arguments.rest[0]
        person = "" if asked == CENTRE else asked
        if person and person not in office.config.staff and not arguments.revoke:
            return _stranger(office, person)
        if arguments.revoke:
            count = await revoke_feeds(office, person)
            name = person or office.say("feed.whole_centre")
            return Told(office.say("feed.revoked", name=name, count=count))
        token = await open_feed(office, person)
        key = "feed.opened" if person else "feed.opened_centre"
        return Told(office.say(key, name=person) + f"\n/feeds/{token}.ics")

    return in_office(arguments, verb, tell)


def _saved(office: "Office", path: Path, write: Callable[[], object]) -> Told:
    try:
        write()
    except OSError as broken:
        return Told(office.say("sheet.not_saved", file=path, reason=broken.strerror), FAULTY)
    return Told(office.say("sheet.saved", file=path))


def _stranger(office: "Office", name: str) -> Told:
    return Told(stranger(name, office.config.staff).rstrip(), FAULTY)


def _guarded_office(work: Callable[[], int]) -> int:
    """Somebody who was faster is told like any other mistake."""
    from bot.domain.exchanges import CannotExchange

    try:
        return work()
    except CannotExchange as refused:
        return tell(Told(spoken("sheet_raced", **refused.values).rstrip(), FAULTY))


_VERBS = {"import": _import, "export": _export, "ics": _ics, "feed": _feed}
COMMANDS = tuple(_VERBS)
