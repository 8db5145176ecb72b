"""The metronome beats at once and again, never twice at a time, and outlives a failing tick."""

import asyncio
import logging
from datetime import datetime

import pytest

from bot.domain.calendar import CHINA
from bot.handlers.clock import Clock

FAST = 0.01
WAIT = 5


class Beats:
    """Counts ticks; the tests say what a tick does."""

    def __init__(self) -> None:
        self.at: list[datetime] = []
        self.came = asyncio.Condition()

    async def __call__(self, now: datetime) -> None:
        self.at.append(now)
        async with self.came:
            self.came.notify_all()

    async def until(self, count: int) -> None:
        async with asyncio.timeout(WAIT), self.came:
            await self.came.wait_for(lambda: len(self.at) >= count)


async def test_it_ticks_at_once_and_goes_on_with_the_time_of_china() -> None:
    beats = Beats()
    clock = Clock(beats, FAST)
    clock.start()
    await beats.until(3)
    await clock.stop()

    assert all(at.tzinfo is CHINA for at in beats.at)
    assert beats.at == sorted(beats.at)


async def test_the_first_tick_does_not_wait_for_the_first_pause() -> None:
    beats = Beats()
    clock = Clock(beats, seconds=3600)
    clock.start()
    await beats.until(1)
    await clock.stop()


async def test_the_time_comes_from_the_house() -> None:
    moved = datetime(2026, 11, 27, 20, tzinfo=CHINA)
    beats = Beats()
    clock = Clock(beats, FAST, now=lambda: moved)
    clock.start()
    await beats.until(1)
    await clock.stop()

    assert set(beats.at) == {moved}


async def test_a_slow_tick_is_never_joined_by_a_second_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    beats, at_work, most = Beats(), 0, 0

    async def slow(now: datetime) -> None:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        for _ in range(20):
            await asyncio.sleep(FAST / 4)
        at_work -= 1
        await beats(now)

    clock = Clock(slow, FAST)
    with caplog.at_level(logging.WARNING):
        clock.start()
        await beats.until(3)
        await clock.stop()

    assert most == 1
    assert caplog.records == []


async def test_a_failing_tick_is_logged_and_the_next_one_runs(
    caplog: pytest.LogCaptureFixture,
) -> None:
    beats = Beats()

    async def fails_first(now: datetime) -> None:
        await beats(now)
        if len(beats.at) == 1:
            raise RuntimeError("database on fire")

    clock = Clock(fails_first, FAST)
    clock.start()
    await beats.until(3)
    await clock.stop()

    assert "database on fire" in caplog.text


async def test_stopping_lets_the_tick_under_way_finish() -> None:
    started, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def long(_: datetime) -> None:
        started.set()
        await may_end.wait()
        ended.set()

    clock = Clock(long, FAST)
    clock.start()
    await started.wait()
    stopping = asyncio.ensure_future(clock.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    may_end.set()
    await stopping

    assert ended.is_set()


async def test_after_stopping_nothing_ticks_and_stopping_again_is_harmless() -> None:
    beats = Beats()
    clock = Clock(beats, FAST)
    clock.start()
    await beats.until(1)
    await clock.stop()
    count = len(beats.at)
    await asyncio.sleep(FAST * 5)
    await clock.stop()

    assert len(beats.at) == count
