"""What clerks say beside orders: several codes, @ a colleague, questions, words that do nothing."""

import pytest

from bot.domain.messages import ContactRef
from bot.domain.tickets import Status
from bot.storage import staff
from tests.handlers.commands.group_house import NOW, StaffGroup, account_of


async def test_several_codes_in_talk_are_talk(group: StaffGroup) -> None:
    await group.ticket()
    await group.ticket(who="李女士")
    assert await group.say("张敏", "A101、A102 都在大厅") == ""


async def test_an_everyday_verb_said_to_a_colleague_is_not_an_order(group: StaffGroup) -> None:
    ticket = await group.ticket()
    answer = await group.say("张敏", "@李四 A101 接")
    assert "转 A101 李四" in answer
    assert (await group.again(ticket)).owner == ticket.owner


async def test_talk_to_a_colleague_about_a_ticket_gets_no_answer(group: StaffGroup) -> None:
    await group.ticket()
    assert await group.say("张敏", "@李四 A101 你看下嘛") == ""


async def test_a_colleague_may_be_named_by_their_account(group: StaffGroup) -> None:
    ticket = await group.ticket()
    number = ContactRef("onebot", "10000003")
    await group.storage.run(lambda work: staff.bind(work, number, "李四", NOW))
    assert "已转给李四" in await group.say("张敏", "A101 转 @10000003")
    assert (await group.again(ticket)).assignee == "李四"


@pytest.mark.parametrize("text", ["取消 A101", "A101 作废", "已电话 A101"])
async def test_what_staff_cannot_do_is_explained_and_changes_nothing(
    group: StaffGroup, text: str
) -> None:
    ticket = await group.ticket()
    assert "A101" in await group.say("张敏", text)
    assert await group.again(ticket) == ticket


async def test_a_question_for_the_phone_is_no_order_to_complete(group: StaffGroup) -> None:
    ticket = await group.ticket()
    await group.say("张敏", "确认 A101")
    answer = await group.say("李四", "A101 电话多少")
    assert "接 A101" in answer
    assert "138" not in answer.replace("138****", "")
    assert (await group.again(ticket)).status is Status.CONFIRMED


async def test_the_owner_sees_the_phone_in_private_only(group: StaffGroup) -> None:
    ticket = await group.ticket()
    await group.say("张敏", "接 A101")
    assert ticket.phone not in await group.say("张敏", "看 A101")
    [letter] = [each for each in await group.letters() if each.to == account_of("张敏")]
    assert ticket.phone in letter.text
    assert ticket.phone in await group.say("张敏", "看 A101", private=True)
    assert ticket.phone not in await group.say("李四", "看 A101", private=True)
    acts = [entry.act for entry in await group.trail(ticket)]
    assert acts.count("look") == 2


async def test_quoting_a_card_with_seen_is_no_acknowledgement_of_a_shift(
    group: StaffGroup,
) -> None:
    card = await group.card_of(await group.ticket())
    answer = await group.say("张敏", "收到", quote=card)
    assert answer.startswith("A101 收到了，谢谢")


@pytest.mark.parametrize("text", ["收到 A101", "A101 收到"])
async def test_naming_a_ticket_with_seen_is_none_either(group: StaffGroup, text: str) -> None:
    await group.ticket()
    assert (await group.say("张敏", text)).startswith("A101 收到了，谢谢")


@pytest.mark.parametrize("text", ["A101 谁在办", "A101 什么情况？"])
async def test_a_question_about_a_ticket_is_answered_and_changes_nothing(
    group: StaffGroup, text: str
) -> None:
    ticket = await group.ticket()
    answer = await group.say("李四", text)
    assert "待确认，经办" in answer
    assert (await group.again(ticket)).status is Status.REQUESTED


async def test_a_greeting_in_private_is_answered(group: StaffGroup) -> None:
    assert "待办" in await group.say("张敏", "你好", private=True)


async def test_help_begins_with_what_is_used_most(group: StaffGroup) -> None:
    lines = (await group.say("张敏", "帮助")).splitlines()
    assert lines[1].startswith("确认")
    assert lines.index("待办：还没办的，超时的在前") < lines.index("帮助：看这张表")


async def test_who_only_calls_us_is_greeted(group: StaffGroup) -> None:
    assert "张敏，您好" in await group.say("张敏", "", mentions=True)
    assert await group.say("张敏", "") == ""


@pytest.mark.parametrize("text", ["确认 103", "确认A 1O1", "拒绝 102 材料不齐"])
async def test_a_mistyped_code_is_not_taken_for_the_only_ticket(
    group: StaffGroup, text: str
) -> None:
    ticket = await group.ticket()
    assert "什么都没有改" in await group.say("张敏", text)
    assert await group.again(ticket) == ticket


@pytest.mark.parametrize(
    ("text", "suggested"),
    [("好的，A101确认了，麻烦他带身份证", "确认 A101"), ("A101 怎么样了", "待确认，经办")],
)
async def test_what_is_suggested_fits_a_ticket(
    group: StaffGroup, text: str, suggested: str
) -> None:
    ticket = await group.ticket()
    assert suggested in await group.say("张敏", text)
    assert await group.again(ticket) == ticket


async def test_a_whole_day_that_will_not_do_is_named_without_a_clock(group: StaffGroup) -> None:
    await group.ticket()
    answer = await group.say("张敏", "改 A101 昨天")
    assert answer.startswith("11月22日（周日） 不能约")


@pytest.mark.parametrize("text", ["都确认", "全部确认", "这几个都确认了"])
async def test_an_order_to_several_asks_which_one(group: StaffGroup, text: str) -> None:
    ticket = await group.ticket()
    assert "要“确认”哪一个" in await group.say("张敏", text)
    assert await group.again(ticket) == ticket


@pytest.mark.parametrize("text", ["A101为什么还没确认？", "A101 到了没"])
async def test_a_question_about_a_ticket_shows_it(group: StaffGroup, text: str) -> None:
    ticket = await group.ticket()
    answer = await group.say("张敏", text)
    assert answer.startswith("A101 社会保障卡激活")
    assert "您是想" not in answer
    assert await group.again(ticket) == ticket


@pytest.mark.parametrize("text", ["刘女士的确认", "刘女士那个可以的"])
async def test_a_resident_named_gets_the_code_and_nothing_is_done(
    group: StaffGroup, text: str
) -> None:
    ticket = await group.ticket()
    assert "您是想“确认 A101”吗" in await group.say("张敏", text)
    await group.ticket(who="刘女士")
    assert "要“确认”哪一个" in await group.say("张敏", text)
    assert await group.again(ticket) == ticket


@pytest.mark.parametrize("text", ["都到了吗", "全部人下午开会", "刘女士的材料在我这", "都可以"])
async def test_talk_about_several_is_talk(group: StaffGroup, text: str) -> None:
    await group.ticket()
    assert await group.say("张敏", text) == ""


async def test_orders_to_several_tickets_in_everyday_words_are_not_met_with_silence(
    group: StaffGroup,
) -> None:
    await group.ticket()
    await group.ticket(who="李女士")
    assert "一次请只写一个" in await group.say("张敏", "A101可以，A102不行")


@pytest.mark.parametrize(
    ("text", "suggested"),
    [("A101 没问题 让他带上身份证", "确认 A101"), ("A101 材料不齐，确认", "确认 A101")],
)
async def test_an_order_in_one_clause_is_suggested(
    group: StaffGroup, text: str, suggested: str
) -> None:
    ticket = await group.ticket()
    assert f"您是想“{suggested}”吗" in await group.say("张敏", text)
    assert await group.again(ticket) == ticket


@pytest.mark.parametrize(
    "text",
    [
        "确认 A101 的话要先看材料",
        "确认 A101 之前先看材料",
        "确认 A101 不了",
        "拒绝 A101 了吗",
        "拒绝 A101 没有",
        "改 A101 周四10点行不行",
        "改 A101 周四10点吗",
    ],
)
async def test_talk_with_a_code_before_it_does_nothing(group: StaffGroup, text: str) -> None:
    ticket = await group.ticket()
    assert "什么都没有做" in await group.say("张敏", text)
    assert await group.again(ticket) == ticket
    assert await group.to_resident(ticket) == []


@pytest.mark.parametrize("text", ["确认 A101 没问题", "确认 A101 下周六来吧"])
async def test_words_that_only_look_like_it_do_not_hinder(group: StaffGroup, text: str) -> None:
    await group.ticket()
    assert "什么都没有做" not in await group.say("张敏", text)


async def test_a_reason_may_begin_with_not(group: StaffGroup) -> None:
    ticket = await group.ticket()
    await group.say("张敏", "拒绝 A101 不在本街道办")
    assert (await group.again(ticket)).status is Status.DECLINED


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("A101 办不了，材料不全", "拒绝 A101 材料不全"),
        ("A101 这个不符合条件", "拒绝 A101 不符合条件"),
        ("A101挪到周五下午三点行不行", "改 A101 周五下午三点"),
    ],
)
async def test_what_was_meant_is_suggested_by_the_name_of_its_order(
    group: StaffGroup, text: str, suggested: str
) -> None:
    ticket = await group.ticket()
    assert f"您是想“{suggested}”吗" in await group.say("张敏", text)
    assert await group.again(ticket) == ticket


async def test_a_code_without_its_letter_is_asked_about(group: StaffGroup) -> None:
    ticket = await group.ticket()
    assert "您是想“确认 A101”吗" in await group.say("张敏", "101 确认")
    assert await group.say("张敏", "9 点可以") == ""
    assert await group.again(ticket) == ticket
