"""The houses of a played span: in this process, or each in a process that can be killed."""

import asyncio
import sys
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import orjson
import yaml

from bot.channels.rehearsal import Delivered
from tests.sample import SAMPLE
from tests.simulate.house import Simulated
from tests.simulate.year_apart import read_ledger

ROOT = Path(__file__).resolve().parents[2]
_LONGEST_ANSWER = 2**28
Answer = Mapping[str, Any]


class Gone(Exception):
    """The process was killed before it had answered."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where houses stand: a database and a configuration; with `folder` they are processes that
    leave there what was heard and what they complained of."""

    url: str
    config: Path = SAMPLE
    folder: Path | None = None

    @property
    def is_own(self) -> bool:
        """Whether the configuration may be edited."""
        return self.config != SAMPLE

    def write_dates(self, dates: Mapping[date, Mapping[str, list[str]]]) -> None:
        """Put these dated entries into roster.yaml, as an editor does: all at once."""
        roster = self.config / "roster.yaml"
        text = roster.read_text("utf-8")
        lines = yaml.safe_dump({"dates": dates}, allow_unicode=True)
        new = roster.with_suffix(".new")
        new.write_text(text[: text.index("\ndates:") + 1] + lines, "utf-8")
        new.replace(roster)


class House(Protocol):
    """One house of the span."""

    is_up: bool

    async def reach(self, to: datetime, fatal: int = 0, *, arrives: bool = True) -> None: ...
    async def due(self) -> datetime | None: ...
    async def do(self, op: str, **fields: object) -> Answer: ...
    def heard(self) -> list[Delivered]: ...
    def complaints(self) -> list[str]: ...
    async def kill(self) -> None: ...
    async def close(self) -> None: ...


def open_house(site: Site, at: datetime) -> House:
    """A house whose clock shows `at`; it touches its database when it is first asked."""
    return Within(site, at) if site.folder is None else Apart(site, at)


class Within:
    """A house in this process, which can only be closed."""

    def __init__(self, site: Site, at: datetime) -> None:
        self._centre = Simulated.at(site.url, at.isoformat(), site.config)
        self.is_up = True

    async def reach(self, to: datetime, fatal: int = 0, *, arrives: bool = True) -> None:
        """Let the time pass until `to`."""
        assert (fatal, arrives) == (0, True), "a house in this process cannot be killed"
        await self._centre.house.reach(to)

    async def due(self) -> datetime | None:
        """When something falls due next."""
        return await self._centre.house.centre.next_due()

    async def do(self, op: str, **fields: object) -> Answer:
        """The answer to a line of `simulate`."""
        return await self._centre.do(op, **fields)

    def heard(self) -> list[Delivered]:
        """What people heard from it since the last time."""
        ears = self._centre.house.heard
        heard, ears[:] = list(ears), []
        return heard

    def complaints(self) -> list[str]:
        """Its errors are in the log of this process."""
        return []

    async def kill(self) -> None:
        """As near to it as it gets."""
        await self.close()

    async def close(self) -> None:
        """Close it."""
        self.is_up = False
        await self._centre.house.close()


class Apart:
    """A house in a process of its own. Every line raises Gone when it is killed meanwhile."""

    _numbers = count(1)

    def __init__(self, site: Site, at: datetime) -> None:
        assert site.folder, "a process leaves what was heard in a file"
        self._file = site.folder / f"heard-{next(self._numbers)}.jsonl"
        self._file.touch()
        self._log, self._read = self._file.with_suffix(".log"), 0
        self._arguments = (site.url, at.isoformat(), str(site.config), str(self._file))
        self._process: asyncio.subprocess.Process | None = None
        self.is_up = True

    async def reach(self, to: datetime, fatal: int = 0, *, arrives: bool = True) -> None:
        """Let the time pass until `to`; with `fatal` it dies at that message (see Ledger)."""
        await self.do("reach", to=to.isoformat(), fatal=fatal, arrives=arrives)

    async def due(self) -> datetime | None:
        """When something falls due next."""
        found = (await self.do("due"))["result"]
        return datetime.fromisoformat(found) if found else None

    async def do(self, op: str, **fields: object) -> Answer:
        """The answer to a line of `simulate`, which must not fail. Raises Gone."""
        process = self._process or await self._start()
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(orjson.dumps({"op": op, **fields}) + b"\n")
            await process.stdin.drain()
            line = await process.stdout.readline()
        except ConnectionError:
            line = b""
        if not line.endswith(b"\n"):
            self.is_up = False
            assert await process.wait() == -9, self._log.read_text("utf-8")
            raise Gone
        found: Answer = orjson.loads(line)
        assert found["error"] is None, found["error"]
        return found

    def heard(self) -> list[Delivered]:
        """What people heard from it since the last time, also when it died since."""
        found, self._read = read_ledger(self._file, self._read)
        return found

    def complaints(self) -> list[str]:
        """The errors it wrote down."""
        lines = self._log.read_text("utf-8").splitlines() if self._log.exists() else []
        return [line for line in lines if line.startswith(("ERROR", "CRITICAL", "Traceback"))]

    async def kill(self) -> None:
        """kill -9."""
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        self.is_up = False

    async def close(self) -> None:
        """No more lines: it ends by itself."""
        self.is_up = False
        if self._process and self._process.stdin:
            self._process.stdin.close()
            await self._process.wait()

    async def _start(self) -> asyncio.subprocess.Process:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.simulate.year_apart", *self._arguments),
                cwd=ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                limit=_LONGEST_ANSWER,
            )
        return self._process


async def all_of(works: Sequence[Awaitable[object]]) -> None:
    """Side by side; whoever is killed meanwhile is gone, and that is no fault."""
    for end in await asyncio.gather(*works, return_exceptions=True):
        if isinstance(end, BaseException) and not isinstance(end, Gone):
            raise end
