"""kill -9 under load, ten times: what was acknowledged is there, and nothing happens twice.

MENTING_TEST_KILLS sets another number of kills.
"""

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.auditor import inbox_keys, rows
from tests.e2e.crowd import Clerk, Crowd
from tests.e2e.house import until
from tests.e2e.town import CODE, Town, open_town, start_yesterday
from tests.simulators.onebot_chat import Said

KILLS = int(os.environ.get("MENTING_TEST_KILLS", "10"))
SHORTEST, LONGEST = 0.1, 1.2
AT_ONCE = 6
SETTLE_SECONDS = 90
# Tomorrow's shifts are reminded of at once.
CHANGES = (("centre.yaml", r'^  evening_before: "20:00"', '  evening_before: "00:00"'),)

pytestmark = pytest.mark.timeout(240 + 10 * KILLS)


@pytest.fixture
async def town(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Town]:
    """A centre that was first started yesterday, between platforms that take their time."""
    await start_yesterday(sqlite_url)
    async with open_town(tmp_path / "centre", sqlite_url, CHANGES) as opened:
        opened.wechat.pause = 0.3
        opened.wechat.api.delay = opened.onebot.delay = 0.02
        await opened.bind("张敏")
        yield opened


async def test_ten_kills_lose_nothing_and_double_nothing(town: Town) -> None:
    crowd = await _live_through(town)
    database = town.serve.database

    assert len(crowd.codes) > KILLS
    assert crowd.acknowledged <= inbox_keys(database)
    _check_tickets(town, crowd)
    _check_places(database)
    _check_results(town)
    _check_group(town)
    assert "Traceback" not in town.serve.log()


async def _live_through(town: Town) -> Crowd:
    crowd, clerk = Crowd(town), Clerk(town, "张敏")
    residents = [asyncio.create_task(crowd.keep_coming()) for _ in range(AT_ONCE)]
    confirming = asyncio.create_task(clerk.keep_confirming())
    for _ in range(KILLS):
        await asyncio.sleep(random.uniform(SHORTEST, LONGEST))  # noqa: S311 - no secret
        await town.serve.kill()
        await town.serve.start()
    crowd.is_over = True
    town.onebot.delay = 0.0
    async with asyncio.timeout(SETTLE_SECONDS):
        await asyncio.gather(*residents)
        while missing := set(crowd.codes.values()) - clerk.confirmed:
            for code in missing:
                await clerk.confirm(code)
            await asyncio.sleep(0.1)
    clerk.is_over = True
    await confirming
    # A passive answer that may not have been seen follows after its grace: that is no result.
    waiting = "SELECT id FROM outbox WHERE state IN ('due', 'retry') AND purpose <> 'reply'"
    await until(lambda: not rows(town.serve.database, waiting), "the outbox is empty", 60)
    return crowd


def _check_tickets(town: Town, crowd: Crowd) -> None:
    """Every resident has exactly the one ticket that they were told of."""
    found = rows(town.serve.database, "SELECT address, code, status FROM tickets")
    assert Counter(address for address, *_ in found).most_common(1)[0][1] == 1
    assert {str(address): code for address, code, _ in found} == crowd.codes
    assert {status for *_, status in found} == {"confirmed"}


def _check_places(database: str) -> None:
    """One place for each ticket, and no hold that nobody lets go."""
    of_tickets = (
        "SELECT ticket_id, COUNT(*) FROM places WHERE ticket_id IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    tickets = rows(database, "SELECT id, 1 FROM tickets ORDER BY id")
    assert rows(database, of_tickets) == tickets
    forever = """SELECT * FROM places WHERE ticket_id IS NULL
        AND (expires_at IS NULL OR expires_at > (strftime('%s', 'now') + 601) * 1000)"""
    assert rows(database, forever) == []


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
