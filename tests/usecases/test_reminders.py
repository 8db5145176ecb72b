"""People on duty are reminded: whom, when, what."""

from collections import Counter

from msgspec.structs import replace

from bot.domain.calendar import ShiftKind
from bot.domain.roster import DutyRoster
from bot.usecases.roster import acknowledge
from tests.domain.centres import when
from tests.sample import sample
from tests.usecases.centre import GROUP, Centre
from tests.usecases.reminding import BACKUP, LEADERS, PEOPLE, SATURDAY, people_told, ticks


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
