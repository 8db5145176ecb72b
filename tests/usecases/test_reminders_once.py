"""Each reminder once and in time, whatever stops, restarts or ticks at once."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.domain.calendar import DayKind, OpeningCalendar, local
from bot.domain.roster import Shift, shifts_on
from bot.storage import UnitOfWork, outbox
from tests.domain.centres import when
from tests.usecases.centre import GROUP, Centre
from tests.usecases.reminding import (
    LEADERS,
    PEOPLE,
    people_told,
    settle_all,
    ticks,
)


async def test_after_a_long_stop_only_what_is_still_of_use_is_said(centre: Centre) -> None:
    await ticks(centre, "2026-11-27 19:00")
    await settle_all(centre, when("2026-11-27 19:01"))

    said = await ticks(centre, "2026-11-28 08:40", "2026-11-28 08:41")

    assert Counter(people_told(said)) == Counter([GROUP, *PEOPLE])
    assert all("20分钟后" in each.text for each in said)


async def test_after_the_end_of_a_shift_nothing_is_said_about_it(centre: Centre) -> None:
    assert await ticks(centre, "2026-11-28 12:00", "2026-11-28 13:00") == []


async def test_nothing_that_was_due_before_the_first_start_is_made_up_for(
    sqlite_url: str,
) -> None:
    centre = await Centre.open(sqlite_url, when("2026-11-27 21:00"))
    await centre.bind_everybody()

    assert await ticks(centre, "2026-11-27 21:00") == []
    assert len(await ticks(centre, "2026-11-28 08:30")) == 4
    await centre.storage.stop()


async def test_letters_lapse_when_they_are_of_no_more_use(centre: Centre) -> None:
    await ticks(centre, "2026-11-27 20:00")

    async def turn(work: UnitOfWork) -> datetime | None:
        [(row_id, _), *_] = await outbox.waiting(work, when("2026-11-27 20:00"), 10)
        claimed = await outbox.claim(
            work, row_id, "courier", when("2026-11-27 21:00"), when("2026-11-27 20:00")
        )
        assert claimed is not None
        return claimed.expires_at

    assert await centre.storage.run(turn) == when("2026-11-28 08:30")


async def test_two_processes_that_tick_at_once_say_it_once(database_url: str) -> None:
    first = await Centre.open(database_url, when("2026-11-23 08:00"))
    second = await Centre.open(database_url, when("2026-11-23 08:00"))
    await first.bind_everybody()

    for instant in ("2026-11-27 20:00", "2026-11-28 08:30", "2026-11-28 09:00", "2026-11-28 09:10"):
        await asyncio.gather(*(each.tick(when(instant)) for each in (first, second) * 3))

    told = Counter((each.at, each.to) for each in await first.reminders())
    await first.storage.stop()
    await second.storage.stop()
    assert len(told) == 4 + 4 + 2 + 3
    assert set(told.values()) == {1}


def expected_on(
    calendar: OpeningCalendar, shifts: tuple[Shift, ...]
) -> Iterator[tuple[datetime, str]]:
    """(when, to whom) for one day on which nobody ever answers, from mission section 7 alone."""
    evening = local(shifts[0].day - timedelta(days=1), time(20))
    yield evening, GROUP
    for shift in shifts:
        for name in shift.people:
            yield evening, name
            yield shift.start - timedelta(minutes=30), name
        yield shift.start - timedelta(minutes=30), GROUP
        yield shift.start, GROUP
        yield shift.start, shift.backup[0]
        for recipient in (GROUP, *LEADERS):
            yield shift.start + timedelta(minutes=10), recipient


async def test_two_weeks_around_national_day_with_restarts_say_each_thing_once(
    sqlite_url: str,
) -> None:
    """Workdays, seven days of holiday, a makeup Saturday and a Sunday."""
    start, end = when("2026-09-29 00:00"), when("2026-10-12 00:00")
    centre = await Centre.open(sqlite_url, start)
    await centre.bind_everybody()
    now = start
    while (now := await centre.next_moment(now)) < end:
        await centre.tick(now)
        await centre.restart()
        await centre.tick(now + timedelta(seconds=30))

    said = Counter((each.at, each.to) for each in await centre.reminders())
    calendar, config = centre.snapshot.calendar, centre.snapshot.config
    await centre.storage.stop()
    days = list(OpeningCalendar.days(date(2026, 9, 29), 14))
    expected = Counter(
        (at, to)
        for day in days
        for at, to in expected_on(calendar, shifts_on(config.roster, (), calendar, day))
        if start <= at < end
    )
    assert {calendar.kind(day) for day in days} == set(DayKind)
    assert said == expected
    assert len(expected) > 200
