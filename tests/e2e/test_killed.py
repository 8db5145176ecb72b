"""kill -9 under load, ten times: what was acknowledged is there, and nothing happens twice.

On PostgreSQL two processes are killed in turn. MENTING_TEST_KILLS sets another number of kills.
"""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.auditor import inbox_keys, rows
from tests.e2e.crowd import Clerk, Crowd
from tests.e2e.house import until
from tests.e2e.town import CODE, Town, open_towns, start_yesterday
from tests.simulators.onebot_chat import Said

KILLS = int(os.environ.get("MENTING_TEST_KILLS", "10"))
SHORTEST, LONGEST = 0.1, 1.2
AT_ONCE = 6
SETTLE_SECONDS = 90
HOLD_SECONDS = 601
# Tomorrow's shifts are reminded of at once.
CHANGES = (("centre.yaml", r'^  evening_before: "20:00"', '  evening_before: "00:00"'),)

pytestmark = pytest.mark.timeout(240 + 10 * KILLS)


Towns = tuple[Town, ...]


@pytest.fixture
async def towns(tmp_path: Path, database_url: str) -> AsyncIterator[Towns]:
    """A centre that was first started yesterday, between platforms that take their time.

    One process on SQLite, two on PostgreSQL; the group is connected to the first.
    """
    await start_yesterday(database_url)
    servers = 1 if database_url.startswith("sqlite") else 2
    async with open_towns(tmp_path / "centres", database_url, CHANGES, servers) as opened:
        town = opened[0]
        for other in opened[1:]:
            await other.onebot.stop()
        town.wechat.pause = 0.3
        await town.bind("张敏")
        town.wechat.api.delay = town.onebot.delay = 0.02
        yield opened


async def test_ten_kills_lose_nothing_and_double_nothing(towns: Towns) -> None:
    crowd = await _live_through(towns)
    town, database = towns[0], towns[0].serve.database

    assert len(crowd.codes) > KILLS
    assert crowd.acknowledged <= inbox_keys(database)
    _check_tickets(town, crowd)
    _check_places(database)
    _check_results(town)
    _check_group(town)
    assert not any("Traceback" in each.serve.log() for each in towns)


async def _live_through(towns: Towns) -> Crowd:
    town = towns[0]
    crowd, clerk = Crowd(town), Clerk(town, "张敏")
    residents = [asyncio.create_task(crowd.keep_coming()) for _ in range(AT_ONCE)]
    confirming = asyncio.create_task(clerk.keep_confirming())
    for number in range(KILLS):
        await asyncio.sleep(random.uniform(SHORTEST, LONGEST))  # noqa: S311 - no secret
        victim = towns[number % len(towns)].serve
        await victim.kill()
        await victim.start()
    crowd.is_over, town.onebot.delay = True, 0.0
    async with asyncio.timeout(SETTLE_SECONDS):
        await asyncio.gather(*residents)
        while unconfirmed := _codes(town, "requested"):
            for code in unconfirmed:
                await clerk.confirm(code)
            await asyncio.sleep(0.1)
    clerk.is_over = True
    await confirming
    await until(lambda: not _on_their_way(town), "every result has its fate", SETTLE_SECONDS)
    return crowd


def _codes(town: Town, status: str) -> list[str]:
    found = rows(town.serve.database, "SELECT code, status FROM tickets")
    return [str(code) for code, its in found if its == status]


def _on_their_way(town: Town) -> list[tuple[object, ...]]:
    """Results, cards and notes without a fate.

    A passive answer that was perhaps not seen follows after its grace: that is no result.
    """
    query = "SELECT id FROM outbox WHERE state IN ('due', 'retry') AND purpose <> 'reply'"
    return rows(town.serve.database, query)


def _check_tickets(town: Town, crowd: Crowd) -> None:
    """Every resident has exactly the one ticket that they were told of."""
    found = rows(town.serve.database, "SELECT address, code, status FROM tickets")
    assert Counter(address for address, *_ in found).most_common(1)[0][1] == 1
    assert {str(address): code for address, code, _ in found} == crowd.codes
    assert {status for *_, status in found} == {"confirmed"}


def _check_places(database: str) -> None:
    """One place for each ticket, and no hold that nobody lets go."""
    places = rows(database, "SELECT ticket_id, expires_at FROM places")
    taken = sorted(int(str(ticket)) for ticket, _ in places if ticket is not None)
    assert taken == sorted(
        int(str(number)) for (number,) in rows(database, "SELECT id FROM tickets")
    )
    longest = (time.time() + HOLD_SECONDS) * 1000
    for ticket, expires_at in places:
        assert ticket is not None or (expires_at and int(str(expires_at)) < longest)


def _check_results(town: Town) -> None:
    """A result is on the phone once; only one of unknown fate may be missing."""
    query = "SELECT to_address, ticket, state FROM outbox WHERE purpose = 'result'"
    for openid, code, state in rows(town.serve.database, query):
        bubbles = town.wechat.phone(str(openid))
        shown = [each for each in bubbles if "预约已确认" in each.text and str(code) in each.text]
        assert len(shown) == 1 or (state == "unknown" and not shown), (openid, code, state)


def _check_group(town: Town) -> None:
    """No card, no note of an act and no reminder was said twice."""
    said = [*town.onebot.group.said, *town.onebot.private.said]
    twice = [key for key, count in Counter(map(_matter, said)).items() if count > 1 and key]
    assert twice == []
    reminders = "SELECT kind, subject, recipient FROM reminders"
    assert rows(town.serve.database, reminders)


def _matter(said: Said) -> str:
    """What must not be said twice: a card, that a ticket is confirmed, a reminder."""
    found = CODE.search(said.text)
    for word in ("新预约", "已确认"):
        if found and word in said.text:
            return f"{word} {found[0]}"
    return f"{said.target} {said.text}" if "值班" in said.text else ""
