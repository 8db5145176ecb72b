"""What was reminded of changes: taken back, told to the new one, and nothing twice."""

from collections import Counter
from datetime import time

from msgspec.structs import replace

from bot.domain.calendar import Closure, ShiftKind
from tests.domain.centres import when
from tests.sample import sample
from tests.usecases.centre import GROUP, Centre
from tests.usecases.reminding import PEOPLE, SATURDAY, people_told, settle_all, ticks


async def test_a_swap_takes_back_what_has_not_left_and_tells_the_new_one(centre: Centre) -> None:
    await ticks(centre, "2026-11-27 20:00")
    await centre.swap(when("2026-11-27 20:00"), SATURDAY, ShiftKind.HOLIDAY, "李四", "王芳", "杨帆")
    await ticks(centre, "2026-11-27 20:10")

    told = people_told(await centre.reminders())

    assert Counter(told) == Counter([GROUP, "李四", "王芳", "杨帆"])


async def test_a_swap_in_the_files_takes_back_too(centre: Centre) -> None:
    await ticks(centre, "2026-11-27 20:00")
    config = sample()
    dated = {SATURDAY: {ShiftKind.HOLIDAY: ("王芳",)}}
    await centre.restart(replace(config, roster=replace(config.roster, dates=dated)))
    await ticks(centre, "2026-11-27 20:10")

    assert Counter(people_told(await centre.reminders())) == Counter([GROUP, "王芳"])


async def test_a_swap_back_repeats_nothing_that_was_sent(centre: Centre) -> None:
    await ticks(centre, "2026-11-27 20:00")
    await settle_all(centre, when("2026-11-27 20:01"))
    await centre.swap(when("2026-11-27 20:05"), SATURDAY, ShiftKind.HOLIDAY, "李四", "王芳", "杨帆")
    assert people_told(await ticks(centre, "2026-11-27 20:06")) == ["王芳"]

    await centre.swap(when("2026-11-27 20:10"), SATURDAY, ShiftKind.HOLIDAY, *PEOPLE)
    await ticks(centre, "2026-11-27 20:11")

    assert people_told(await centre.reminders()).count("何秀英") == 1


async def test_a_swap_back_before_anything_left_still_reminds(database_url: str) -> None:
    centre = await Centre.open(database_url, when("2026-11-23 08:00"))
    await centre.bind_everybody()
    await ticks(centre, "2026-11-27 20:00")
    await centre.swap(when("2026-11-27 20:00"), SATURDAY, ShiftKind.HOLIDAY, "李四", "王芳", "杨帆")
    await ticks(centre, "2026-11-27 20:01")
    await centre.swap(when("2026-11-27 20:02"), SATURDAY, ShiftKind.HOLIDAY, *PEOPLE)
    await ticks(centre, "2026-11-27 20:03", "2026-11-27 20:04")

    told = people_told(await centre.reminders())
    await centre.storage.stop()

    assert Counter(told) == Counter([GROUP, *PEOPLE])


async def test_nothing_is_said_about_a_day_that_was_closed(centre: Centre) -> None:
    closed = Closure(SATURDAY, time(9), time(12), "停电检修")
    await ticks(centre, "2026-11-27 20:00")
    config = sample()
    await centre.restart(replace(config, centre=replace(config.centre, closures=(closed,))))
    await ticks(centre, "2026-11-27 20:01", "2026-11-28 08:30", "2026-11-28 09:00")

    assert await centre.reminders() == []


async def test_moving_the_hour_in_the_configuration_repeats_nothing(centre: Centre) -> None:
    await ticks(centre, "2026-11-27 20:00")
    config = sample()
    rules = replace(config.centre.reminders, evening_before=time(20, 30))
    await centre.restart(replace(config, centre=replace(config.centre, reminders=rules)))

    assert await ticks(centre, "2026-11-27 20:30") == []
