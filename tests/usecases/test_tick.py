"""A tick does all that is due, piece by piece; what fails does not keep the rest back."""

import logging

import pytest
from msgspec.structs import replace

from bot.config.model import Texts
from bot.handlers.tick import started_at
from bot.storage import inbox
from bot.usecases.retention import forget_old
from tests.domain.centres import when
from tests.sample import sample
from tests.usecases.centre import GROUP, Centre


async def test_the_first_start_is_kept_over_restarts(centre: Centre) -> None:
    first = when("2026-11-23 08:00")
    assert await started_at(centre.storage, first) == first

    await centre.restart()

    assert await started_at(centre.storage, when("2026-11-28 09:00")) == first


async def test_reminders_that_fail_are_logged_and_deadlines_are_still_watched(
    centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody's own wording lacks a sentence."""
    config = sample()
    kept = {k: text for k, text in config.texts.by_key.items() if k != "remind.before_group"}
    await centre.restart(replace(config, texts=Texts(kept)))
    asked = when("2026-11-24 07:00")
    ticket = await centre.put_ticket(when("2026-11-30 10:00"), asked, when("2026-11-24 07:30"))

    await centre.tick(when("2026-11-24 07:30"))

    assert "remind.before_group" in caplog.text
    assert all(ticket.code in each.text for each in await centre.reminders())
    assert len(await centre.reminders()) == 3


async def test_what_failed_is_said_once_it_can_be(centre: Centre) -> None:
    config = sample()
    kept = {k: text for k, text in config.texts.by_key.items() if k != "remind.before_group"}
    await centre.restart(replace(config, texts=Texts(kept)))
    await centre.tick(when("2026-11-24 07:30"))
    assert await centre.reminders() == []

    await centre.restart()
    await centre.tick(when("2026-11-24 07:31"))

    told = [each.to for each in await centre.reminders() if "分钟后开始" in each.text]
    assert sorted(told) == sorted([GROUP, "赵丽娟", "刘强", "谢小燕"])


async def test_a_database_that_is_down_is_one_line_in_the_log(
    centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    await centre.storage.stop()

    with caplog.at_level(logging.WARNING):
        await centre.tick(when("2026-11-24 07:30"))

    assert {record.exc_info for record in caplog.records} == {None}
    assert "StorageDown" in caplog.text


async def test_old_things_are_forgotten_once_a_day_after_three(centre: Centre) -> None:
    old = when("2026-11-01 10:00")
    await centre.do(old, lambda office: inbox.remember(office.work, "wechat:1", 1, old))

    assert not await centre.do(when("2026-11-24 02:59"), forget_old)
    assert await centre.do(when("2026-11-24 03:00"), forget_old)
    assert not await centre.do(when("2026-11-24 03:01"), forget_old)
    assert await centre.do(when("2026-11-25 03:00"), forget_old)

    again = await centre.do(old, lambda office: inbox.remember(office.work, "wechat:1", 1, old))
    assert again
