"""What the doctor looks at in the house itself: configuration, service, database, disk, roster."""

import argparse
import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from msgspec import Struct

from bot.channels.base import Finding, Health
from bot.cli.base import environment, spoken
from bot.cli.database import reaching
from bot.cli.pictures import examine_pictures
from bot.cli.probing import House, ask_service, examine_channels
from bot.config import Config, ConfigFaults, load_config, report
from bot.handlers.clock import china_now
from bot.storage import Storage, StorageDown, due, open_storage, outbox, staff
from bot.storage.migrations import missing_migrations, sqlite_path
from bot.storage.unit_of_work import UnitOfWork
from bot.usecases.office import Office, Snapshot
from bot.usecases.roster_report import gaps_between
from bot.usecases.undeliverable import POISON

_EARLIEST_YEAR = 2026  # before it this program did not exist: the clock is wrong
_LITTLE, _LESS = 200, 1000  # MB: the WAL and a backup need room
_ROSTER_DAYS = 14
_MOST_NAMES = 8
_NO_DATABASE = "doctor.no_database"


class Line(Struct, frozen=True):
    """One line of the report; `channel`: it is about a channel, not about the house."""

    about: str
    health: str
    key: str
    text: str
    channel: bool = False


def examine(arguments: argparse.Namespace) -> list[Line]:
    """Everything, in the order an admin should mend it. Raises BadAddress."""
    config, found = _configuration(arguments.config)
    lines = [_line("config", each) for each in (found, _secrets())]
    return lines + asyncio.run(_examine(arguments, config))


async def _examine(arguments: argparse.Namespace, config: Config | None) -> list[Line]:
    service = await ask_service(arguments.seconds)
    lines = [_line("service", each) for each in service.findings()]
    async with _opened(arguments.db) as (storage, found):
        lines += [_line("database", each) for each in (*found, *_disk(arguments.db))]
        if config is not None:
            if storage is not None:
                duty = await storage.read(lambda work: _roster(work, config))
                lines += [_line("roster", each) for each in duty]
            channel = config.channels.staff_group.partition(":")[0]
            if pictures := examine_pictures(environment(), channel):
                lines.append(_line("pictures", pictures))
            is_alone = any(each.key == _NO_DATABASE for each in found)
            house = House(config, environment(), storage, service, is_alone, arguments.seconds)
            channels = await examine_channels(house)
            lines += [_line(name, each, channel=True) for name, each in channels]
    return [*lines, _line("clock", _clock())]


def _line(about: str, found: Finding, *, channel: bool = False) -> Line:
    values = dict(found.values)
    if "trouble" in values:
        why = spoken(f"probe.trouble.{values['trouble']}", word=values.get("word", ""))
        values["why"] = why.strip()
    if "probe" in values:
        values["probe"] = _called(str(values["probe"]))
    return Line(about, found.health.value, found.key, spoken(found.key, **values).strip(), channel)


def _called(probe: str) -> str:
    try:
        return spoken(f"probe.name.{probe}").strip()
    except KeyError:  # of a plug that somebody added
        return probe


def _configuration(folder: Path) -> tuple[Config | None, Finding]:
    try:
        config = load_config(folder, environment())
    except ConfigFaults as faulty:
        return None, Finding(Health.BAD, "doctor.faulty", {"report": report(faulty.faults)})
    return config, Finding(Health.OK, "doctor.config", {"count": len(config.warnings)})


def _secrets() -> Finding:
    """Its mode was looked at when the arguments were read."""
    return Finding(Health.OK, "doctor.dotenv" if Path(".env").is_file() else "doctor.no_dotenv")


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[tuple[Storage | None, list[Finding]]]:
    """The database, if it is there and of this version; nothing is made and nothing upgraded."""
    path = sqlite_path(url)
    if path is not None and not _is_writable(path):
        folder = path.absolute().parent
        yield None, [Finding(Health.BAD, "doctor.not_writable", {"folder": folder})]
        return
    if path is not None and not path.exists():
        yield None, [Finding(Health.OK, _NO_DATABASE, {"file": path})]
        return
    try:
        with reaching(url):
            storage = None if await missing_migrations(url) else await open_storage(url)
    except StorageDown as down:
        yield None, [Finding(Health.BAD, "database_down", {"reason": down})]
        return
    if storage is None:
        yield None, [Finding(Health.NOTE, "doctor.not_migrated")]
        return
    try:
        yield storage, await storage.read(_letters)
    finally:
        await storage.stop()


async def _letters(work: UnitOfWork) -> list[Finding]:
    """What waits, and what was parked because it failed again and again."""
    found = [Finding(Health.OK, "doctor.database", {"count": await outbox.depth(work)})]
    if count := await due.parked(work, POISON):
        found.append(Finding(Health.BAD, "doctor.parked", {"count": count}))
    return found


def _is_writable(file: Path) -> bool:
    """The file itself, and the first folder above it that is there."""
    return os.access(_folder(file), os.W_OK) and (not file.exists() or os.access(file, os.W_OK))


def _folder(file: Path) -> Path:
    folder = file.absolute().parent
    while not folder.exists():
        folder = folder.parent
    return folder


def _disk(url: str) -> Iterator[Finding]:
    path = sqlite_path(url)
    if path is None:
        return
    free = shutil.disk_usage(_folder(path)).free // 1_000_000
    health = Health.BAD if free < _LITTLE else Health.NOTE if free < _LESS else Health.OK
    key = "doctor.disk" if health is Health.OK else "doctor.disk_full"
    yield Finding(health, key, {"free": free})


async def _roster(work: UnitOfWork, config: Config) -> list[Finding]:
    office = Office(work, Snapshot.of(config), china_now())
    today = office.now.date()
    days = [today + timedelta(days=n) for n in range(_ROSTER_DAYS)]
    gaps = await gaps_between(office, days)
    values: dict[str, object] = {"days": _ROSTER_DAYS, "count": len(gaps)}
    found = [Finding(Health.OK, "doctor.roster", values)]
    if gaps:
        values["first"] = f"{gaps[0].day:%m-%d}"
        found = [Finding(Health.NOTE, "doctor.gaps", values)]
    names = office.snapshot.timetable.staff
    unbound = [name for name in names if not await staff.accounts_of(work, name)]
    if unbound:
        values = {"count": len(unbound), "names": "、".join(unbound[:_MOST_NAMES])}
        found.append(Finding(Health.NOTE, "doctor.unbound", values))
    return found


def _clock() -> Finding:
    now = china_now()
    is_right = now.year >= _EARLIEST_YEAR
    key = "doctor.clock" if is_right else "doctor.clock_wrong"
    return Finding(Health.OK if is_right else Health.BAD, key, {"now": f"{now:%Y-%m-%d %H:%M}"})
