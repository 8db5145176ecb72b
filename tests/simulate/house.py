"""A simulated centre in this process: lines in, answers out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bot.app import Settings
from bot.simulate.house import House
from bot.simulate.lines import read_moment
from bot.simulate.loop import answer
from tests.sample import SAMPLE, snapshot

MONDAY = "2026-11-23T10:00"
SERVICE = "居住证办理"

Answer = Mapping[str, Any]
"""The JSON of one answer; what is in it is what the tests are about."""


@dataclass
class Simulated:
    """One process of a centre whose clock the test moves."""

    house: House

    @classmethod
    def at(cls, url: str, start: str | None = MONDAY, config: Path = SAMPLE) -> "Simulated":
        """Open the centre of `config` over the database `url`."""
        moment = read_moment(start, "--now") if start else None
        loaded = snapshot() if config == SAMPLE else None
        return cls(House(Settings(config, url, loaded=loaded), moment))

    async def raw(self, line: bytes) -> Answer:
        """What comes back for one line of input."""
        found: Answer = orjson.loads(orjson.dumps(await answer(self.house, line)))
        return found

    async def do(self, op: str, **fields: object) -> Answer:
        """What comes back for one operation, which must not fail."""
        found = await self.raw(orjson.dumps({"op": op, **fields}))
        assert found["error"] is None, found["error"]
        return found

    async def refused(self, op: str, **fields: object) -> str:
        """The error of an operation that must fail."""
        found = await self.raw(orjson.dumps({"op": op, **fields}))
        assert found["error"], found
        return str(found["error"])

    async def say(
        self, text: str, user: str = "u1", channel: str = "wechat", **more: object
    ) -> str:
        """What a resident is told, all texts in one."""
        found = await self.do("say", channel=channel, user=user, text=text, **more)
        return "\n".join(reply["text"] for reply in found["replies"])

    async def book(self, user: str = "u1", channel: str = "wechat") -> str:
        """A booking from the first word to 确认; the ticket's code."""
        text = f"周四上午十点办{SERVICE}，姓王，电话13812345678"
        assert "确认" in await self.say(text, user, channel)
        await self.say("确认", user, channel)
        return str((await self.tickets())[-1]["code"])

    async def tickets(self) -> list[Answer]:
        """Every ticket."""
        found: list[Answer] = (await self.do("tickets"))["result"]
        return found
