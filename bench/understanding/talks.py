"""Whole talks through the simulated centre: are the right tickets there afterwards?"""

import asyncio
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

import orjson

from bench.understanding.corpora import Talk
from bot.app import Settings
from bot.simulate.house import House
from bot.simulate.loop import answer
from bot.storage.migrations import bring_up_to_date

_OPEN = frozenset({"requested", "confirmed"})
_FIELDS = ("service", "date", "time", "name", "phone")
_ANY = "-"
_MONDAY = "2026-11-23T10:00"


def completed(talks: Iterable[Talk], config: Path) -> list[bool]:
    """For each talk whether exactly the expected tickets are open at its end."""
    return [asyncio.run(_is_completed(talk, config)) for talk in talks]


async def _is_completed(talk: Talk, config: Path) -> bool:
    with tempfile.TemporaryDirectory(prefix="menting-talk-") as folder:
        database = f"sqlite:///{Path(folder) / 'talk.db'}"
        await bring_up_to_date(database)
        house = House(Settings(config, database, {}), None)
        try:
            return _as_expected(await _tickets_after(talk, house), talk.tickets)
        finally:
            await house.close()


async def _tickets_after(talk: Talk, house: House) -> list[tuple[str, ...]]:
    at = _MONDAY
    for text, moment in talk.said:
        at = moment or at
        line = {"op": "say", "channel": talk.channel, "user": "u1", "text": text}
        await answer(house, orjson.dumps({**line, "at": at} if moment or at == _MONDAY else line))
    listed = (await answer(house, orjson.dumps({"op": "tickets"})))["result"]
    tickets = cast("list[dict[str, str | None]]", listed or [])
    return [
        tuple(str(ticket[field] or "") for field in _FIELDS)
        for ticket in tickets
        if ticket["status"] in _OPEN
    ]


def _as_expected(there: Sequence[tuple[str, ...]], expected: Sequence[tuple[str, ...]]) -> bool:
    left = list(there)
    for wanted in sorted(expected, key=lambda fields: fields.count(_ANY)):
        found = next((each for each in left if _fits(each, wanted)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def _fits(ticket: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return all(want in (_ANY, got) for want, got in zip(wanted, ticket, strict=False))
