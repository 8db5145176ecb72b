"""People on duty are reminded: whom, when, what; and nobody twice or in vain."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.domain.calendar import Closure, DayKind, OpeningCalendar, ShiftKind, local
from bot.domain.messages import DeliveryState, Route
from bot.domain.roster import DutyRoster, Shift, shifts_on
from bot.storage import UnitOfWork, outbox
from bot.storage.outbox import Settled
from bot.usecases.roster import acknowledge
from tests.domain.centres import on, when
from tests.sample import sample
from tests.usecases.centre import GROUP, Centre, Said

SATURDAY = on("2026-11-28")
PEOPLE = ("李四", "何秀英", "杨帆")  # the sample's holiday shift of that Saturday
LEADERS = ("邓国华", "冯雪梅")
BACKUP = "唐磊"


async def ticks(centre: Centre, *instants: str) -> list[Said]:
    """Tick at these instants; what was said during them."""
    before = len(await centre.reminders())
    for instant in instants:
        await centre.tick(when(instant))
    return (await centre.reminders())[before:]


def people_told(said: list[Said]) -> list[str]:
    return [each.to for each in said]


async def settle_all(centre: Centre, at: datetime) -> None:
    """The courier sends everything that waits."""

    async def turn(work: UnitOfWork) -> None:
        while rows := await outbox.waiting(work, at, 100):
            for row_id, _ in rows:
                await outbox.claim(work, row_id, "courier", at + timedelta(minutes=1), at)
                done = Settled(DeliveryState.SENT, Route.PUSH)
                await outbox.settle(work, row_id, "courier", done, at)

    await centre.storage.run(turn)


async def test_the_evening_before_everybody_on_the_shift_and_the_group_are_told_who_is_booked(
    centre: Centre,
) -> None:
    await centre.put_ticket(when("2026-11-28 10:30"), when("2026-11-24 10:00"))

    assert await ticks(centre, "2026-11-27 19:59") == []
    said = await ticks(centre, "2026-11-27 20:00")

    assert Counter(people_told(said)) == Counter([GROUP, *PEOPLE])
    for each in said:
        assert "11月28日（周六）" in each.text
        assert "10:30 刘女士 138****5678 社会保障卡激活" in each.text
        assert "本人身份证原件" in each.text
        assert "13812345678" not in each.text
    assert "李四（带班）、何秀英、杨帆" in said[0].text


async def test_nobody_booked_is_said_too(centre: Centre) -> None:
    for each in await ticks(centre, "2026-11-27 20:00"):
        assert "暂无预约" in each.text


async def test_half_an_hour_before_the_lead_is_called_in_the_group_and_each_one_privately(
    centre: Centre,
) -> None:
    await ticks(centre, "2026-11-27 20:00")

    said = await ticks(centre, "2026-11-28 08:29", "2026-11-28 08:30", "2026-11-28 08:59")

    assert Counter(people_told(said)) == Counter([GROUP, *PEOPLE])
    assert {each.at for each in said} == {when("2026-11-28 08:30")}


async def test_without_an_answer_first_the_backup_then_the_leaders_are_called(
    centre: Centre,
) -> None:
    await ticks(centre, "2026-11-27 20:00", "2026-11-28 08:30")

    at_the_start = await ticks(centre, "2026-11-28 09:00")
    ten_later = await ticks(centre, "2026-11-28 09:09", "2026-11-28 09:10", "2026-11-28 09:30")

    assert Counter(people_told(at_the_start)) == Counter([GROUP, BACKUP])
    assert Counter(people_told(ten_later)) == Counter([GROUP, *LEADERS])
    assert {each.at for each in ten_later} == {when("2026-11-28 09:10")}


async def test_one_answer_is_enough_to_call_nobody_else(centre: Centre) -> None:
    await ticks(centre, "2026-11-27 20:00")
    await centre.do(when("2026-11-27 20:05"), lambda office: acknowledge(office, "何秀英"))

    assert len(await ticks(centre, "2026-11-28 08:30")) == 4
    assert await ticks(centre, "2026-11-28 09:00", "2026-11-28 09:10") == []


async def test_the_answer_of_the_backup_spares_the_leaders(centre: Centre) -> None:
    await ticks(centre, "2026-11-28 09:00")
    await centre.do(when("2026-11-28 09:04"), lambda office: acknowledge(office, BACKUP))

    assert await ticks(centre, "2026-11-28 09:10", "2026-11-28 10:00") == []


async def test_the_answer_takes_back_a_call_that_has_not_left_yet(centre: Centre) -> None:
    await ticks(centre, "2026-11-28 09:00")
    await centre.do(when("2026-11-28 09:00"), lambda office: acknowledge(office, "李四"))
    await ticks(centre, "2026-11-28 09:01")

    assert await centre.reminders() == []


async def test_an_empty_shift_is_reported_to_leaders_and_admins(centre: Centre) -> None:
    await centre.swap(when("2026-11-25 10:00"), SATURDAY, ShiftKind.HOLIDAY)

    said = await ticks(centre, "2026-11-27 20:00")
    rest = await ticks(centre, "2026-11-28 08:30", "2026-11-28 09:00", "2026-11-28 09:10")

    assert Counter(people_told(said)) == Counter([GROUP, *LEADERS, "唐磊"])
    assert all("没有人值班" in each.text for each in said)
    assert rest == []


async def test_a_shift_without_any_entry_is_reported_as_not_planned(sqlite_url: str) -> None:
    config = replace(sample(), roster=DutyRoster())
    centre = await Centre.open(sqlite_url, when("2026-11-23 08:00"), config)
    await centre.bind_everybody()

    said = await ticks(centre, "2026-11-27 20:00")
    await centre.storage.stop()

    assert Counter(people_told(said)) == Counter([GROUP, *LEADERS, "唐磊"])
    assert all("还没有排班" in each.text for each in said)


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


async def test_moving_the_hour_in_the_configuration_repeats_nothing(centre: Centre) -> None:
    await ticks(centre, "2026-11-27 20:00")
    config = sample()
    rules = replace(config.centre.reminders, evening_before=time(20, 30))
    await centre.restart(replace(config, centre=replace(config.centre, reminders=rules)))

    assert await ticks(centre, "2026-11-27 20:30") == []


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
