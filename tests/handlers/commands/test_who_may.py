"""Strangers, chatter, verbs without a ticket, slips, lists, binding."""

from datetime import timedelta

import pytest

from bot.domain.tickets import Status
from bot.storage import staff
from bot.storage.unit_of_work import UnitOfWork
from bot.usecases.office import Office
from bot.usecases.people import make_bind_code
from tests.handlers.commands.group_house import (
    NOW,
    SERVICE,
    StaffGroup,
    account_of,
)
from tests.sample import snapshot

STRANGER = "路人"


@pytest.mark.parametrize("text", ["确认 A101", "待办", "今天", "帮助", "A101", "确任", "你好"])
async def test_a_stranger_gets_nothing_and_changes_nothing(group: StaffGroup, text: str) -> None:
    ticket = await group.ticket()
    card = await group.card_of(ticket)
    assert await group.say(STRANGER, text, quote=card, mentions=True) == ""
    assert await group.say(STRANGER, text, private=True) == ""
    assert await group.again(ticket) == ticket


async def test_who_left_the_office_is_a_stranger(group: StaffGroup) -> None:
    await group.ticket()
    await group.storage.run(lambda work: staff.bind(work, account_of("旧人"), "旧人", NOW))
    assert await group.say("旧人", "确认 A101") == ""


@pytest.mark.parametrize(
    "text",
    [
        "中午吃什么",
        "可以的",
        "好的，没问题",
        "他来了",
        "今天天气不错",
        "这个居民电话好难打通",
        "昨天那个事情还没办完吗",
        "坐K101路公交来的",
        "1",
        "收到请回复",
        "转：关于做好年底统计工作的通知，请各窗口认真落实",
    ],
)
async def test_chatter_is_never_answered_and_never_reaches_a_resident(
    group: StaffGroup, text: str
) -> None:
    ticket = await group.ticket()
    before = await group.letters()
    assert await group.say("张敏", text) == ""
    assert await group.letters() == before
    assert await group.again(ticket) == ticket


async def test_quoting_a_colleague_is_chatter_unless_a_verb_is_said(group: StaffGroup) -> None:
    ticket = await group.ticket()
    assert await group.say("张敏", "可以的", quote="someone-else") == ""
    assert "请写编号" in await group.say("张敏", "确认", quote="someone-else")
    assert await group.again(ticket) == ticket


async def test_a_verb_alone_acts_on_the_only_request(group: StaffGroup) -> None:
    ticket = await group.ticket()
    assert (await group.say("张敏", "确认")).startswith("已确认 A101")
    assert (await group.again(ticket)).status is Status.CONFIRMED
    assert (await group.say("张敏", "确认")).startswith("现在没有要“确认”的预约。")


async def test_a_verb_alone_with_several_requests_asks_which(group: StaffGroup) -> None:
    made = [await group.ticket(who=who) for who in ("刘女士", "王先生")]
    answer = await group.say("张敏", "确认")
    assert "请写编号" in answer
    assert "1. A101 社会保障卡激活" in answer
    assert "2. A102 社会保障卡激活" in answer
    assert [await group.again(ticket) for ticket in made] == made


async def test_everyday_words_alone_ask_where_the_visit_is_on_another_day(
    group: StaffGroup,
) -> None:
    ticket = await group.ticket()
    assert await group.say("张敏", "到了") == "现在没有要“到了”的预约。"
    assert await group.say("张敏", "来了") == ""
    await group.say("张敏", "确认 A101")
    assert "请写编号" in await group.say("张敏", "到了")
    assert (await group.again(ticket)).status is Status.CONFIRMED


async def test_a_number_answers_which_one_only_at_once(group: StaffGroup) -> None:
    made = [await group.ticket(who=who) for who in ("刘女士", "王先生")]
    await group.say("张敏", "确认")
    assert await group.say("陈晓", "2") == ""
    assert (await group.say("张敏", "2")).startswith("已确认 A102")
    await group.say("张敏", "问 带照片了吗")
    await group.say("张敏", "今天")
    assert await group.say("张敏", "1") == ""
    assert await group.again(made[0]) == made[0]


async def test_a_code_and_another_quote_ask_which(group: StaffGroup) -> None:
    first, second = await group.ticket(), await group.ticket(who="王先生")
    card = await group.card_of(first)
    answer = await group.say("张敏", "确认 A102", quote=card)
    assert answer == "这里有几个编号：A102、A101。一次请只写一个，什么都没有改。"
    assert [await group.again(t) for t in (first, second)] == [first, second]


async def test_an_unknown_code_gets_the_nearest(group: StaffGroup) -> None:
    await group.ticket()
    assert await group.say("张敏", "确认 A110") == ("没有 A110 这个编号。您是不是想写：A101？")
    assert await group.say("张敏", "确认 Z999") == "没有 Z999 这个编号，请核对一下。"


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("确人 A101", "“确认 A101”"),
        ("A101 去认", "“确认 A101”"),
        ("确任", "“确认”"),
        ("代办", "“待办”"),
    ],
)
async def test_a_slip_gets_the_nearest_verb_and_changes_nothing(
    group: StaffGroup, text: str, suggested: str
) -> None:
    ticket = await group.ticket()
    answer = await group.say("张敏", text)
    assert f"您是想{suggested}吗？" in answer
    assert "帮助" in answer
    assert await group.again(ticket) == ticket


async def test_words_that_mean_nothing_on_a_card_are_told_so(group: StaffGroup) -> None:
    ticket = await group.ticket()
    card = await group.card_of(ticket)
    answer = await group.say("张敏", "不可以", quote=card)
    assert answer.startswith("A101 办不了的话，为什么？居民会看到。")
    assert await group.again(ticket) == ticket


async def test_only_clerks_and_leaders_act(group: StaffGroup) -> None:
    config = snapshot().config
    admins = [n for n, m in config.staff.items() if "admin" in m.roles and "clerk" in m.roles]
    await group.ticket()
    assert (await group.say(admins[0], "确认 A101")).startswith("已确认")


async def test_orders_in_private_need_a_code_and_are_answered_there(group: StaffGroup) -> None:
    ticket = await group.ticket()
    answer = await group.hear("张敏", "确认", private=True)
    assert answer is not None
    assert (answer.to_private, "请写编号" in answer.text) == (True, True)
    assert await group.again(ticket) == ticket
    assert (await group.say("张敏", "确认 A101", private=True)).startswith("已确认 A101")
    assert "张敏，您好" in await group.say("张敏", "在吗", private=True)
    assert "没看懂" in await group.say("张敏", "天气不错", private=True)


async def test_the_backlog_is_masked_short_and_overdue_first(group: StaffGroup) -> None:
    starts = [NOW.replace(day=day, hour=10, minute=0) for day in (24, 25, 26, 27)]
    for start in starts:
        for _ in range(2):
            await group.ticket(start)
    for hour in (11, 14, 15, 16):
        for _ in range(2):
            await group.ticket(NOW.replace(day=27, hour=hour, minute=0))
    group.now += timedelta(minutes=40)
    late = await group.ticket(NOW.replace(day=30, hour=10, minute=0))
    answer = await group.say("张敏", "待办")
    lines = answer.splitlines()
    assert lines[0] == "待办 17 件："
    assert lines[-1] == "还有 2 件。"
    assert len(lines) == 17
    assert lines[1].startswith(f"【超时】A101 {SERVICE}，11月24日（周二）10:00，刘女士 138****")
    assert late.code not in answer
    assert await group.say("张敏", "待办 谢谢") == answer


async def test_an_empty_backlog_is_said(group: StaffGroup) -> None:
    assert await group.say("张敏", "待办") == "没有待办，辛苦了。"


async def test_today_and_tomorrow_show_who_comes_and_who_is_on_duty(group: StaffGroup) -> None:
    ticket = await group.ticket(NOW.replace(day=24, hour=10, minute=0))
    assert "还没有人预约" in await group.say("张敏", "今天")
    answer = await group.say("张敏", "明天")
    assert answer.startswith("11月24日（周二），预约 1 件\n早间延时 08:00-09:00：")
    assert f"10:00\n　{ticket.code} {SERVICE}，刘女士 138****" in answer
    assert ticket.phone not in answer


async def test_help_has_one_line_for_each_command(group: StaffGroup) -> None:
    answer = await group.say("张敏", "帮助")
    for verb in (
        "确认：",
        "改 ",
        "拒绝 ",
        "转 ",
        "接：",
        "问 ",
        "到了：",
        "完成：",
        "待办：",
        "绑定 ",
    ):
        assert any(line.startswith(verb) for line in answer.splitlines()), verb


async def new_code(group: StaffGroup, name: str) -> str:
    async def turn(work: UnitOfWork) -> str:
        return await make_bind_code(Office(work, snapshot(), group.now), name)

    return await group.storage.run(turn)


@pytest.mark.parametrize("private", [True, False])
async def test_a_one_time_code_binds_an_account_once(group: StaffGroup, private: bool) -> None:
    code = await new_code(group, "张敏")
    await group.ticket()
    answer = await group.hear(STRANGER, f"绑定 {code.lower()}", private=private)
    assert answer is not None
    assert answer.text.startswith("张敏，账号已绑定")
    assert answer.to_private is private
    assert (await group.say(STRANGER, "确认 A101")).startswith("已确认 A101")
    again = await group.hear("另一个", f"绑定 {code}", private=private)
    assert again is not None
    assert "不对或已过期" in again.text
    assert again.to_private is True


async def test_guessing_codes_is_stopped_for_an_hour(group: StaffGroup) -> None:
    code = await new_code(group, "张敏")
    for number in range(5):
        assert "不对或已过期" in await group.say(STRANGER, f"绑定 AAAA{number}")
    assert await group.hear(STRANGER, f"绑定 {code}") is None
    group.now += timedelta(minutes=61)
    assert "账号已绑定" in await group.say(STRANGER, f"绑定 {code}")


async def test_binding_without_a_code_tells_how(group: StaffGroup) -> None:
    assert "绑定码" in await group.say("张敏", "绑定")
