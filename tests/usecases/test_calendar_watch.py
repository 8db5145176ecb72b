"""A year is published, the power is cut, a skill is lost: all concerned hear of it once."""

from datetime import time

from msgspec.structs import replace

from bot.config.model import Config
from bot.domain.calendar import Closure, ShiftKind, YearPlan
from bot.storage import roster_record
from tests.domain.centres import on, when
from tests.sample import sample
from tests.usecases.centre import Centre

NOW = "2027-02-01 10:00"


def published() -> Config:
    """2027 with a makeup Saturday on 13 February and the Monday after New Year off."""
    plan = sample().years[2027]
    off = {**plan.days_off, on("2027-02-08"): "春节", on("2027-02-09"): "春节"}
    year = YearPlan(True, off, frozenset({on("2027-02-13")}))
    return replace(sample(), years={**sample().years, 2027: year}, version="published")


async def texts(centre: Centre, word: str) -> list[str]:
    return [entry.text for entry in await centre.entries() if word in entry.text]


async def test_when_a_year_is_published_tickets_shifts_and_people_are_told_once(
    centre: Centre,
) -> None:
    await centre.put_ticket(when("2027-02-09 16:00"), when(NOW))
    await centre.tick(when(NOW))
    assert await texts(centre, "放假安排已公布") == []

    await centre.restart(published())
    await centre.tick(when("2027-02-01 10:05"))
    await centre.tick(when("2027-02-01 10:06"))

    said = await texts(centre, "放假安排已公布")
    group = [text for text in said if "开放日历有变" in text]
    assert len(group) == 1
    assert "2月13日（周六，调休上班日）" in group[0]
    assert "A101" in group[0]
    assert "不开放了" in group[0]
    assert len([text for text in said if "工作人员会和您另定时间" in text]) == 1
    officers = await texts(centre, "开放日历变了")
    assert officers
    assert len(officers) == len(set(officers))


async def test_a_power_cut_lists_who_is_booked_then(centre: Centre) -> None:
    await centre.put_ticket(when("2026-11-26 15:00"), when("2026-11-23 10:00"))
    await centre.tick(when("2026-11-23 10:00"))
    cut = Closure(on("2026-11-26"), time(14), time(18), "停电检修")
    closed = replace(sample(), centre=replace(sample().centre, closures=(cut,)), version="cut")

    await centre.restart(closed)
    await centre.tick(when("2026-11-23 10:05"))

    [text] = await texts(centre, "开放日历有变")
    assert "开放时间有调整" in text
    assert "A101 11月26日（周四）15:00 刘女士 138****5678" in text
    assert "傍晚延时班取消" in text.replace("（周四）", "")


async def test_a_change_that_takes_the_skill_away_lists_the_tickets_with_a_proposal(
    centre: Centre,
) -> None:
    await centre.put_ticket(when("2026-11-28 09:00"), when("2026-11-23 10:00"))
    await centre.tick(when("2026-11-23 10:00"))
    await centre.swap(when("2026-11-23 11:00"), on("2026-11-28"), ShiftKind.HOLIDAY, "刘强")

    await centre.tick(when("2026-11-23 11:00"))
    await centre.tick(when("2026-11-23 11:01"))

    [text] = await texts(centre, "值班变动")
    assert "A101 11月28日（周六）09:00 刘女士" in text
    assert "顶班" in text


async def test_what_is_over_stays_as_it_was_served(centre: Centre) -> None:
    await centre.tick(when("2026-11-28 12:30"))
    await centre.tick(when("2026-11-28 12:31"))

    day = on("2026-11-28")
    served = await centre.do(
        when("2026-11-28 12:31"), lambda o: roster_record.served_between(o.work, day, day)
    )
    assert served == {(day, ShiftKind.HOLIDAY): ("李四", "何秀英", "杨帆")}
