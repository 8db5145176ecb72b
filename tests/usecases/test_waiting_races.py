"""One freed place, many in line, strangers at the door, several processes: one invitation."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.domain.centres import when
from tests.usecases.centre import Centre
from tests.usecases.line_house import (
    INVITED,
    NOW,
    PASSED_ON,
    book,
    fill,
    minutes,
    take_back,
    told,
    tries,
    wait,
)


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[tuple[Centre, Centre]]:
    """Two processes over one database."""
    since = when("2026-11-23 08:00")
    first, second = await Centre.open(database_url, since), await Centre.open(database_url, since)
    yield first, second
    await first.storage.stop()
    await second.storage.stop()


async def test_nobody_steals_the_place_that_somebody_gives_back(
    processes: tuple[Centre, Centre],
) -> None:
    first, second = processes
    ticket, *_ = await fill(first)
    for number in range(5):
        await wait(first, f"w{number}")
    strangers = [tries(processes[number % 2], f"s{number}") for number in range(20)]
    ticks = [each.tick(NOW) for each in (first, second) * 2]
    got, *_ = await asyncio.gather(
        asyncio.gather(*strangers), take_back(second, ticket), asyncio.gather(*ticks)
    )

    assert not any(got)
    assert await told(first, INVITED) == ["w0"]


async def test_a_hold_runs_out_while_everybody_looks(processes: tuple[Centre, Centre]) -> None:
    first, second = processes
    await book(first, "1")
    assert await tries(first, "2")
    for number in range(5):
        await wait(first, f"w{number}")
    strangers = [tries(processes[number % 2], f"s{number}", minutes(10)) for number in range(20)]
    ticks = [each.tick(minutes(10)) for each in (first, second) * 3]
    got, _ = await asyncio.gather(asyncio.gather(*strangers), asyncio.gather(*ticks))

    assert not any(got)
    assert await told(first, INVITED) == ["w0"]


async def test_two_places_go_to_the_first_two(processes: tuple[Centre, Centre]) -> None:
    first, second = processes
    tickets = await fill(first)
    for number in range(4):
        await wait(first, f"w{number}")
    await asyncio.gather(take_back(first, tickets[0]), take_back(second, tickets[1]))
    await asyncio.gather(*(each.tick(NOW) for each in (first, second) * 2))

    assert sorted(await told(first, INVITED)) == ["w0", "w1"]


async def test_silence_is_noticed_by_one_process(processes: tuple[Centre, Centre]) -> None:
    first, second = processes
    ticket, *_ = await fill(first)
    for who in ("a", "b", "c"):
        await wait(first, who)
    await take_back(first, ticket)
    await asyncio.gather(*(each.tick(minutes(30)) for each in (first, second) * 3))

    assert await told(first, PASSED_ON) == ["a"]
    assert await told(first, INVITED) == ["a", "b"]
