"""Several codes in one message: each is done or refused for itself, and the group hears of each."""

import pytest

from bot.domain.tickets import Status
from tests.handlers.commands.group_house import StaffGroup


@pytest.mark.parametrize(
    "text",
    [
        "A101和A102都确认",
        "确认 A101 A102",
        "A101 A102 确认",
        "A101、A102 都可以",
        "确认A101和A102",
        "这两个 A101 A102 确认",
    ],
)
async def test_one_order_on_several_tickets_is_done_on_each(group: StaffGroup, text: str) -> None:
    first, second = await group.ticket(), await group.ticket(who="李女士")
    answer = await group.say("张敏", text)
    assert "已确认 A101" in answer
    assert "已确认 A102" in answer
    assert (await group.again(first)).status is Status.CONFIRMED
    assert (await group.again(second)).status is Status.CONFIRMED


async def test_each_ticket_may_have_its_own_order(group: StaffGroup) -> None:
    first, second = await group.ticket(), await group.ticket(who="李女士")
    answer = await group.say("张敏", "A101 确认，A102 拒绝 材料不齐，要先到社区盖章")
    assert "已确认 A101" in answer
    assert "已拒绝 A102" in answer
    assert (await group.again(first)).status is Status.CONFIRMED
    assert (await group.again(second)).status is Status.DECLINED
    [said] = await group.to_resident(second)
    assert "材料不齐，要先到社区盖章" in said


async def test_what_each_order_lacks_is_asked_of_each(group: StaffGroup) -> None:
    await group.ticket()
    await group.ticket(who="李女士")
    answer = await group.say("张敏", "A101、A102 拒绝")
    assert answer.count("拒绝要写原因") == 2


async def test_what_was_done_before_does_not_hold_up_the_others(group: StaffGroup) -> None:
    await group.ticket()
    second = await group.ticket(who="李女士")
    await group.say("王芳", "确认 A101")
    answer = await group.say("张敏", "A101 A102 确认")
    assert "王芳已于 09:12 确认，A101 不用再处理。" in answer
    assert "已确认 A102" in answer
    assert (await group.again(second)).status is Status.CONFIRMED


async def test_a_wrong_code_among_them_is_named_and_the_others_are_done(group: StaffGroup) -> None:
    ticket = await group.ticket()
    answer = await group.say("张敏", "确认 A101、A909")
    assert "已确认 A101" in answer
    assert "没有 A909 这个编号" in answer
    assert (await group.again(ticket)).status is Status.CONFIRMED


@pytest.mark.parametrize(
    "text",
    ["A101 确认，A102 今天要来吗", "A101可以，A102不行", "A101 A102 拒绝？", "确认 A101 还是 A102"],
)
async def test_nothing_is_done_unless_every_order_is_clear(group: StaffGroup, text: str) -> None:
    first, second = await group.ticket(), await group.ticket(who="李女士")
    assert "什么都没有改" in await group.say("张敏", text)
    assert [await group.again(each) for each in (first, second)] == [first, second]


@pytest.mark.parametrize("text", ["A101、A102 都在大厅", "A101 跟 A102 是一个人吗", "A101 A102"])
async def test_talk_about_several_tickets_is_talk(group: StaffGroup, text: str) -> None:
    first, second = await group.ticket(), await group.ticket(who="李女士")
    assert await group.say("张敏", text) == ""
    assert [await group.again(each) for each in (first, second)] == [first, second]
