"""200 residents at once want a time with three places: three get it, nobody sees an error."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.town import CODE, TIMES, Town, open_towns, worked_days

PLACES, RESIDENTS = 3, 200
CAPACITY = (("centre.yaml", r"^capacity: \d+", f"capacity: {PLACES}"),)


@pytest.fixture
async def towns(database_url: str, tmp_path: Path) -> AsyncIterator[tuple[Town, ...]]:
    """One process on SQLite, two on PostgreSQL."""
    servers = 1 if database_url.startswith("sqlite") else 2
    async with open_towns(tmp_path / "centres", database_url, CAPACITY, servers) as opened:
        yield opened


async def test_three_places_make_three_tickets(towns: tuple[Town, ...]) -> None:
    town = towns[0]
    (day,) = worked_days(1)
    wish = f"{day.month}月{day.day}日上午10点办社保卡激活，我叫王小明，电话1391000"
    openids = [f"oRacer{number:03d}" for number in range(RESIDENTS)]

    said = dict(zip(openids, await _all_say(town, openids, wish), strict=True))
    lucky = [openid for openid in openids if "请核对" in said[openid]]
    assert len(lucky) == PLACES
    for openid in set(openids) - set(lucky):
        assert "已约满" in said[openid] or "刚被别人约走" in said[openid]
        assert len(TIMES.findall(said[openid])) == 3, said[openid]

    confirmed = await asyncio.gather(*(town.says(openid, "确认") for openid in lucky))
    codes = [found[0] for text in confirmed if (found := CODE.search(text))]
    tickets = [
        ticket
        for ticket in await town.tickets()
        if (ticket["date"], ticket["time"]) == (day.isoformat(), "10:00")
    ]
    assert Counter(codes) == Counter(str(ticket["code"]) for ticket in tickets)
    assert len(codes) == PLACES
    assert not any("Traceback" in each.serve.log() for each in towns)


async def test_everybody_ends_with_a_ticket_and_no_time_has_too_many(
    towns: tuple[Town, ...],
) -> None:
    """Whoever lost takes the first other time, all at once again, until everybody has one."""
    town = towns[0]
    (day,) = worked_days(1)
    wish = f"{day.month}月{day.day}日上午10点办社保卡激活，我叫王小明，电话1392000"
    openids = [f"oRacer{number:03d}" for number in range(RESIDENTS // 5)]

    said = dict(zip(openids, await _all_say(town, openids, wish), strict=True))
    while losers := [openid for openid in openids if "请核对" not in said[openid]]:
        again = await asyncio.gather(*(town.says(openid, "1") for openid in losers))
        said |= dict(zip(losers, again, strict=True))
    done = await asyncio.gather(*(town.says(openid, "确认") for openid in openids))

    assert all(CODE.search(text) for text in done)
    taken = Counter((ticket["date"], ticket["time"]) for ticket in await town.tickets())
    assert taken.total() == len(openids)
    assert max(taken.values()) == PLACES


async def _all_say(town: Town, openids: list[str], wish: str) -> list[str]:
    """All at once, each with a phone number of their own."""
    says = (town.says(openid, f"{wish}{number:04d}") for number, openid in enumerate(openids))
    return await asyncio.gather(*says)
