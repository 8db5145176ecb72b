"""Parts end side by side; one that fails or hangs keeps nobody from closing."""

import asyncio
import logging

import pytest

from bot.handlers import ending
from bot.handlers.ending import end_together


async def test_all_end_side_by_side() -> None:
    met = asyncio.Barrier(2)
    ended: list[str] = []

    async def part(name: str) -> None:
        await met.wait()
        ended.append(name)

    await end_together("parts", part("courier"), part("clock"))

    assert sorted(ended) == ["clock", "courier"]


async def test_one_that_fails_is_logged_and_the_others_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ended: list[str] = []

    async def fails() -> None:
        raise RuntimeError("socket on fire")

    async def ends() -> None:
        ended.append("clock")

    with caplog.at_level(logging.ERROR):
        await end_together("parts", fails(), ends())

    assert ended == ["clock"]
    assert "parts did not end well" in caplog.text
    assert "socket on fire" in caplog.text


async def test_one_that_hangs_is_left_behind(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "LONGEST", 0.01)

    async def hangs() -> None:
        await asyncio.Event().wait()

    with caplog.at_level(logging.WARNING):
        await end_together("parts", hangs())

    assert "parts did not end in time" in caplog.text
