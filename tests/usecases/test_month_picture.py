"""What the picture of a month says: both rosters, the kinds of day, what is missing, today."""

from collections.abc import AsyncIterator
from datetime import date, datetime, time

import pytest
from msgspec.structs import replace

from bot.domain.calendar import CHINA, ShiftKind
from bot.domain.hours import Closure
from bot.domain.roster import Override
from bot.sheets.month_picture import DayBox, MonthPicture
from bot.storage import Storage, open_storage, roster
from bot.usecases.month_picture import made_words, month_picture
from bot.usecases.month_wording import picture_key
from bot.usecases.office import Office, Snapshot
from tests.sample import sample, snapshot

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=CHINA)  # a Monday


@pytest.fixture
async def storage(sqlite_url: str) -> AsyncIterator[Storage]:
    opened = await open_storage(sqlite_url)
    yield opened
    await opened.stop()


async def drawn(
    storage: Storage, key: str, now: datetime = NOW, house: Snapshot | None = None
) -> MonthPicture:
    found = await storage.read(
        lambda work: month_picture(Office(work, house or snapshot(), now), key)
    )
    assert found is not None
    return found


def days_of(month: MonthPicture) -> dict[int, DayBox]:
    return {day.number: day for day in month.days}


async def test_a_month_with_a_holiday_week_and_a_makeup_workday(storage: Storage) -> None:
    month = await drawn(storage, "2026-10")
    days = days_of(month)
    assert (month.title, month.blanks, len(month.days)) == ("2026年10月值班安排", 3, 31)
    assert (days[1].kind, days[1].mark, days[1].word) == ("holiday", "休", "国庆节")
    assert (days[10].kind, days[10].mark, days[10].word) == ("makeup", "班", "")
    assert (days[11].kind, days[11].mark) == ("weekend", "")
    assert [block.word for block in days[1].blocks] == ["节假日"]
    assert [block.word for block in days[10].blocks] == ["早间", "午间", "傍晚"]
    assert month.banner == ""
    assert not any(day.is_today for day in month.days)


async def test_the_lead_comes_first_and_the_legend_has_the_hours(storage: Storage) -> None:
    month = await drawn(storage, "2026-11")
    assert days_of(month)[28].blocks[0].people[0] == "李四"
    assert ("noon", "午间延时 12:00-14:00") in month.legend
    assert [day.number for day in month.days if day.is_today] == [23]


async def test_an_unpublished_year_says_so(storage: Storage) -> None:
    month = await drawn(storage, "2027-02")
    assert month.banner.startswith("2027年放假安排尚未公布")


async def test_a_swap_is_in_it_and_an_emptied_shift_is_a_gap(storage: Storage) -> None:
    saturday, sunday = date(2026, 11, 28), date(2026, 11, 29)

    async def change(office: Office) -> None:
        for day, people in ((saturday, ("王芳",)), (sunday, ())):
            change = Override(day, ShiftKind.HOLIDAY, people, "换班", "王芳", NOW)
            await roster.add_override(office.work, change)

    await storage.run(lambda work: change(Office(work, snapshot(), NOW)))
    month = await drawn(storage, "2026-11")
    [swapped], [emptied] = days_of(month)[28].blocks, days_of(month)[29].blocks
    assert (swapped.people, swapped.gap, swapped.is_weak) == (("王芳",), "", True)
    assert (emptied.people, emptied.gap) == ((), "没有人")
    assert {"empty", "weak"} <= {kind for kind, _ in month.legend}
    assert "2 个有缺口" in month.notes[0]


async def test_a_day_that_is_shut_says_why(storage: Storage) -> None:
    closure = Closure(date(2026, 12, 9), time(8), time(18), "停电")
    centre = replace(sample().centre, closures=(closure,))
    house = Snapshot.of(replace(sample(), centre=centre))
    shut = days_of(await drawn(storage, "2026-12", house=house))[9]
    assert (shut.is_open, shut.note, shut.blocks) == (False, "停电", ())


async def test_what_names_no_month_draws_nothing(storage: Storage) -> None:
    for key in ("", "2026", "2026-13", "nonsense"):
        found = await storage.read(
            lambda work, key=key: month_picture(Office(work, snapshot(), NOW), key)  # type: ignore[misc]
        )
        assert found is None


def test_only_a_single_month_has_a_picture() -> None:
    year = [date(2026, 1, 1), date(2026, 12, 31)]
    assert picture_key([date(2026, 11, 1), date(2026, 11, 30)]) == "2026-11"
    assert picture_key(year) == picture_key([]) == ""


async def test_the_time_it_was_made_is_chinese_time(storage: Storage) -> None:
    async def made(office: Office) -> str:
        return made_words(office)

    said = await storage.read(lambda work: made(Office(work, snapshot(), NOW)))
    assert said == "11月23日 09:12 制表"
