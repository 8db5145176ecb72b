"""Weeks of rosters, played day by day: everybody is reminded exactly as configured, once."""

import logging
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.calendar import CHINA
from tests.sample import SAMPLE
from tests.simulate.year_book import DAY
from tests.simulate.year_houses import Site
from tests.simulate.year_play import Play

MAKEUP_EVE = datetime(2026, 9, 18, 18, 30, tzinfo=CHINA)
"""Ahead of makeup days on 20 September and 10 October, and of 国庆 from the 1st to the 7th."""


@pytest.mark.timeout(400)  # half a minute by itself
async def test_weeks_with_makeup_days_and_a_long_holiday_remind_exactly_as_configured(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    play = Play(Site(sqlite_url), MAKEUP_EVE, seed=2026)
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
async def test_two_processes_that_are_killed_over_one_database_remind_as_one(
    postgres_url: str, tmp_path: Path
) -> None:
    config = Path(shutil.copytree(SAMPLE, tmp_path / "config"))
    play = Play(Site(postgres_url, config, tmp_path), MAKEUP_EVE + DAY, 5, houses=2, kills=0.15)
    await play.run(days=1)

    assert play.faults() == []
    assert play.kills.counts["kill -9 at work"]
    assert play.counts["reminder: before"]
    assert play.counts["收到"]
