"""The roster is changed at night: nobody is woken, nothing is forgotten."""

from bot.domain.calendar import ShiftKind
from tests.domain.centres import on, when
from tests.usecases.centre import Centre

SATURDAY = on("2026-11-28")


async def _told(centre: Centre, at: str) -> list[str]:
    await centre.tick(when(at))
    return [said.to for said in await centre.reminders(after=when(at))]


async def test_who_is_put_on_a_shift_at_night_is_told_when_the_quiet_hours_end(
    centre: Centre,
) -> None:
    await centre.tick(when("2026-11-27 20:00"))
    night = when("2026-11-27 22:00")
    await centre.swap(night, SATURDAY, ShiftKind.HOLIDAY, "张敏", "李四")

    assert await _told(centre, "2026-11-27 22:00") == []
    assert await centre.next_moment(night) == when("2026-11-28 07:00")
    assert await _told(centre, "2026-11-28 06:59") == []
    assert await _told(centre, "2026-11-28 07:00") == ["张敏"]
    assert await _told(centre, "2026-11-28 07:10") == []


async def test_a_centre_started_again_at_night_reminds_in_the_morning(centre: Centre) -> None:
    assert await _told(centre, "2026-11-27 23:30") == []
    assert len(await _told(centre, "2026-11-28 07:00")) == 4  # three people and the group
