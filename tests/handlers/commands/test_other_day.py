"""Lists of bookings for other days than today and tomorrow."""

import pytest

from tests.handlers.commands.group_house import StaffGroup


@pytest.mark.parametrize(
    "text", ["28号有哪些", "周六的预约", "11-28的预约", "周六有几个预约", "11月28日有人约吗"]
)
async def test_the_bookings_of_any_day_can_be_asked_for(group: StaffGroup, text: str) -> None:
    ticket = await group.ticket()
    answer = await group.say("张敏", text)
    assert answer.startswith("11月28日（周六），预约 1 件")
    assert ticket.code in answer


async def test_the_day_after_tomorrow_has_a_word_of_its_own(group: StaffGroup) -> None:
    assert (await group.say("张敏", "后天")).startswith("11月25日（周三），预约 0 件")


async def test_of_a_week_only_the_days_with_bookings_are_spelled(group: StaffGroup) -> None:
    await group.ticket()
    answer = await group.say("张敏", "这周的预约")
    assert answer.startswith("11月28日（周六），预约 1 件")
    assert answer.endswith("11月23日（周一）到11月29日（周日）的其他日子，还没有人预约。")


async def test_a_day_that_is_none_is_asked_for(group: StaffGroup) -> None:
    assert "没看懂是哪一天" in await group.say("张敏", "32号的预约")


@pytest.mark.parametrize("text", ["周五开会", "周五有人开会吗", "28号发工资", "周六谁值班"])
async def test_other_talk_about_a_day_is_no_list(group: StaffGroup, text: str) -> None:
    await group.ticket()
    assert "预约 " not in await group.say("张敏", text)
