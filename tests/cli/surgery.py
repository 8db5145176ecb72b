"""A doctor that is called as an admin calls it, beside the platforms of the test's own loop."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import orjson
import pytest
from aiohttp import web

from tests.cli.house import Desk, Ran
from tests.simulators.platform import ApiServer

QUICK = "0.4"


class Told(NamedTuple):
    """One line of the report."""

    state: str
    text: str


class Report(NamedTuple):
    """What the doctor says."""

    code: int
    rows: list[dict[str, str]]

    def of(self, about: str) -> dict[str, Told]:
        """The lines about one channel, by what was looked at."""
        rows = (row for row in self.rows if row["about"] == about)
        return {row["check"].partition(".")[2]: Told(row["state"], row["text"]) for row in rows}

    def bad(self) -> dict[str, str]:
        """What is wrong, by what was looked at."""
        return {row["check"]: row["text"] for row in self.rows if row["state"] == "bad"}


class Surgery:
    """A doctor with an environment of its own; nothing runs at its PORT unless a test says so."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self._desk, self._patch = desk, monkeypatch
        self.set(PORT="1", MENTING_STAFF_GROUP="")

    def set(self, **env: str) -> None:
        """Variables for the next run."""
        for key, value in env.items():
            self._patch.setenv(key, value)

    async def report(self, env: Mapping[str, str], *words: str) -> Report:
        """Run it as an admin does, beside the platforms of this loop."""
        ran = await self.read(env, "--json", *words)
        return Report(ran.code, orjson.loads(ran.out))

    async def read(self, env: Mapping[str, str], *words: str) -> Ran:
        """The same, as it is printed."""
        self.set(**env)
        return await asyncio.to_thread(self._desk.run, "doctor", "--seconds", QUICK, *words)

    async def beside(self, house: "RunningHouse", env: Mapping[str, str]) -> Report:
        """Run it while `house` runs on this machine."""
        await house.start()
        try:
            self.set(PORT=house.url.rpartition(":")[2])
            return await self.report(env)
        finally:
            await house.stop()


class RunningHouse(ApiServer):
    """What answers at /healthz on this machine, and says this of its channels."""

    def __init__(self, states: Mapping[str, str], faults: int = 0) -> None:
        super().__init__()
        self._said = {"status": "ok", "config_faults": faults, "channels": dict(states)}

    def routes(self) -> Iterable[web.RouteDef]:
        """Its health alone."""
        return [web.get("/healthz", self._healthz)]

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.json_response(self._said)
