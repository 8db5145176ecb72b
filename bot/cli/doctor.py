"""doctor: what is set up, what is missing, and what to do about it."""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.base import FAILED, CommandLine, add_places, environment, guarded, spoken

if TYPE_CHECKING:
    from bot.channels.base import ChannelContext
    from bot.config import Config

_EARLIEST_YEAR = 2026  # before it this program did not exist: the clock is wrong


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    text: str
    is_bad: bool = False


def _run(arguments: argparse.Namespace) -> int:
    return guarded(lambda: _examine(arguments))


def _examine(arguments: argparse.Namespace) -> int:
    from bot.config import Config, ConfigFaults, load_config, report

    config: Config | None = None
    try:
        config = load_config(arguments.config, environment())
        findings = [_finding("config", count=len(config.warnings))]
    except ConfigFaults as faulty:
        findings = [Finding(report(faulty.faults) + "\n", is_bad=True)]
    findings += [*_secrets(), *_channels(config), *_database(arguments.db), _clock()]
    for each in findings:
        sys.stdout.write(("✗ " if each.is_bad else "✓ ") + each.text)
    is_ill = any(each.is_bad for each in findings)
    sys.stdout.write(spoken("doctor.ill" if is_ill else "doctor.well"))
    return FAILED if is_ill else 0


def _finding(key: str, /, *, is_bad: bool = False, **values: object) -> Finding:
    return Finding(spoken(f"doctor.{key}", **values), is_bad)


def _secrets() -> Iterator[Finding]:
    """Its mode was looked at when the arguments were read."""
    yield _finding("dotenv" if Path(".env").is_file() else "no_dotenv")


def _channels(config: "Config | None") -> Iterator[Finding]:
    from bot.channels.base import ChannelPlug
    from bot.handlers.plugs import find_plugs

    if config is None:
        return
    context = _context(config)
    for plug in find_plugs("bot.channels", "CHANNEL", ChannelPlug):
        try:
            is_on = plug.create(context) is not None
        except ValueError as bad:
            yield _finding("channel_bad", is_bad=True, channel=plug.name, reason=bad)
            continue
        missing = "、".join(name for name in plug.needs if not context.env.get(name))
        yield _finding("channel_on" if is_on else "channel_off", channel=plug.name, missing=missing)


def _context(config: "Config") -> "ChannelContext":
    """Enough to build a channel and to throw it away again."""
    from bot.channels.base import Answer, ChannelContext
    from bot.domain.messages import InboundMessage

    async def receive(_message: InboundMessage) -> Answer:
        return Answer(())

    return ChannelContext(environment(), lambda: config.channels, receive, _NoTokens(), time.time)


class _NoTokens:
    """A TokenStore without tokens."""

    async def load(self, name: str) -> tuple[str, float] | None:
        return None

    async def save(self, name: str, value: str, expires_at: float) -> None:
        """Nothing is kept."""

    async def lease(self, name: str, seconds: float) -> bool:
        return False

    async def hold(self, name: str, seconds: float) -> bool:
        return False

    async def let_go(self, name: str) -> None:
        """Nothing is held."""


def _database(url: str) -> Iterator[Finding]:
    from bot.cli.database import reaching
    from bot.storage import StorageDown
    from bot.storage.migrations import missing_migrations, sqlite_path

    path = sqlite_path(url)
    if path is not None and not _is_writable(path):
        yield _finding("not_writable", is_bad=True, folder=path.absolute().parent)
        return
    if path is not None and not path.exists():
        yield _finding("no_database", file=path)
        return
    try:
        with reaching(url):
            missing = asyncio.run(missing_migrations(url))
            waiting, parked = (0, 0) if missing else asyncio.run(_depth(url))
    except StorageDown as down:
        yield Finding(spoken("database_down", reason=down), is_bad=True)
        return
    yield _finding("not_migrated" if missing else "database", count=waiting)
    if parked:
        yield _finding("parked", is_bad=True, count=parked)


async def _depth(url: str) -> tuple[int, int]:
    """How many messages wait, and how many were parked because they failed again and again."""
    from bot.storage import due, open_storage, outbox
    from bot.usecases.undeliverable import POISON

    storage = await open_storage(url)
    try:
        parked = await storage.read(lambda work: due.parked(work, POISON))
        return await storage.read(outbox.depth), parked
    finally:
        await storage.stop()


def _is_writable(file: Path) -> bool:
    """The file itself, and the first folder above it that is there."""
    folder = file.absolute().parent
    while not folder.exists():
        folder = folder.parent
    return os.access(folder, os.W_OK) and (not file.exists() or os.access(file, os.W_OK))


def _clock() -> Finding:
    from bot.handlers.clock import china_now

    now = china_now()
    key = "clock" if now.year >= _EARLIEST_YEAR else "clock_wrong"
    return _finding(key, is_bad=key != "clock", now=f"{now:%Y-%m-%d %H:%M}")


COMMAND_LINE = CommandLine("doctor", "doctor", _run, add_places)
