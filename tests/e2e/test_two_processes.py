"""Two serve processes over one PostgreSQL: what falls due is said exactly once, by one of them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.calendar import CHINA
from bot.domain.messages import DeliveryState, Purpose
from bot.storage import open_storage, outbox, roster
from bot.storage.outbox import OutboxEntry
from tests.e2e.house import PATIENCE, Serve, until
from tests.e2e.town import Town, open_towns, start_yesterday
from tests.usecases.centre import Centre

REMIND_NOW = (  # at whatever hour the test runs
    ("centre.yaml", r'^  evening_before: "20:00"', '  evening_before: "00:00"'),
    ("centre.yaml", r"^  quiet: .*\n", ""),
)
NOT_SAID = frozenset({"retention"})
SAID = frozenset({Purpose.REMINDER, Purpose.NOTICE})  # in the morning leaders get a notice


@pytest.fixture
async def due(postgres_url: str) -> str:
    """A database of yesterday: everybody has an account, a ticket should have been answered."""
    await start_yesterday(postgres_url)
    now = datetime.now(CHINA)
    centre = await Centre.open(postgres_url, now - timedelta(days=1))
    await centre.bind_everybody()
    asked = now - timedelta(hours=20)
    await centre.put_ticket(now + timedelta(days=3), asked, answer_by=now - timedelta(minutes=5))
    await centre.storage.stop()
    return postgres_url


@pytest.fixture
async def towns(due: str, tmp_path: Path) -> AsyncIterator[tuple[Town, ...]]:
    """Two servers, each with an own protocol end of the same group."""
    async with open_towns(tmp_path / "centres", due, REMIND_NOW, servers=2) as opened:
        yield opened


async def test_reminders_are_said_once_also_after_a_kill(towns: tuple[Town, ...], due: str) -> None:
    _check_said_once(towns, await _all_sent(due))

    await towns[0].serve.kill()
    assert await towns[1].serve.stop() == 0
    await asyncio.gather(*(town.serve.start() for town in towns))
    for town in towns:
        await town.onebot.wait_connected(PATIENCE)
    await _tick_on([town.serve for town in towns])

    _check_said_once(towns, await _all_sent(due))


def _check_said_once(towns: tuple[Town, ...], letters: list[OutboxEntry]) -> None:
    said = Counter(
        (str(each.target), each.text.strip())
        for town in towns
        for each in [*town.onebot.group.said, *town.onebot.private.said]
    )
    wanted = Counter(
        (letter.to.address.removeprefix("group:"), letter.text.strip()) for letter in letters
    )
    assert said == wanted
    assert max(said.values()) == 1


async def _all_sent(url: str) -> list[OutboxEntry]:
    """The letters of the reminders, once each that was issued has one and all are sent."""
    storage = await open_storage(url)
    since = datetime.now(CHINA) - timedelta(days=2)
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                issued = await storage.read(lambda work: roster.issued_since(work, since))
                kinds = Counter(key.kind for key in issued if key.kind not in NOT_SAID)
                rows = await storage.read(outbox.everything)
                letters = [row for row in rows if row.purpose in SAID]
                are_sent = all(letter.state is DeliveryState.SENT for letter in letters)
                is_whole = {"evening", "answer_overdue"} <= kinds.keys()
                if is_whole and are_sent and len(letters) == kinds.total():
                    return letters
                await asyncio.sleep(0.05)
    finally:
        await storage.stop()


async def _tick_on(serves: list[Serve]) -> None:
    """A changed file is taken at the beginning of a beat: twice taken, one beat is over."""
    for number in (1, 2):
        for serve in serves:
            file = serve.folder / "centre.yaml"
            file.write_text(file.read_text("utf-8") + f"# {number}\n", "utf-8")
        await until(partial(_all_took, serves, number), "a beat")


def _all_took(serves: list[Serve], number: int) -> bool:
    return all(serve.log().count(" taken\n") >= number for serve in serves)


async def test_the_process_without_the_protocol_end_leaves_the_group_to_the_other(
    postgres_url: str, tmp_path: Path
) -> None:
    async with open_towns(tmp_path / "centres", postgres_url, servers=2) as (near, far):
        await far.onebot.stop()
        await near.bind("张敏")
        for number in range(6):  # WeChat's pushes go to both in turn, and an odd one out
            openid = f"oResident{number}"
            wish = f"下周三上午{9 + number % 3}点办社保卡激活，我叫王小明，电话1380000100{number}"
            await near.says(openid, "你好")
            code = await near.books(openid, wish)
            await near.in_group(f"新预约 {code}")
            await near.onebot.group_say(near.qq["张敏"], f"确认 {code}")
            await near.on_phone(openid, "window", "预约已确认")
            await near.in_group(f"已确认 {code}")
        assert near.wechat.calls["stable_token"] == 1
