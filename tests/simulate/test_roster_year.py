"""Weeks of rosters, played day by day: everybody is reminded exactly as configured, once."""

import logging
from datetime import datetime

import pytest

from bot.domain.calendar import CHINA
from tests.simulate.year_play import Play

MAKEUP_EVE = datetime(2026, 9, 18, 18, 30, tzinfo=CHINA)
"""Ahead of makeup days on 20 September and 10 October, and of 国庆 from the 1st to the 7th."""


@pytest.mark.timeout(400)  # half a minute by itself
async def test_weeks_with_makeup_days_and_a_long_holiday_remind_exactly_as_configured(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    play = Play(sqlite_url, MAKEUP_EVE, seed=2026)
    await play.run(days=24)

    assert play.faults() == []
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []
    happened = (
        "changed: 换班",
        "changed: 请假",
        "changed: 顶班",
        "restart",
        "drill letters",
        "收到",
    )
    assert all(play.counts[each] for each in happened), play.counts
    reminders = ("evening", "before", "start", "leader", "morning")
    assert all(play.counts[f"reminder: {each}"] for each in reminders), play.counts


@pytest.mark.timeout(400)
async def test_two_houses_over_one_database_remind_as_one(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    play = Play(postgres_url, MAKEUP_EVE, seed=5, houses=2)
    await play.run(days=6)

    assert play.faults() == []
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []
    assert play.counts["reminder: before"]
    assert play.counts["收到"]
