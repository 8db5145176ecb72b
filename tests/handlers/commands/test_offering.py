"""改, 确认 with a time, and other times: what is offered, what is asked first."""

import pytest

from bot.domain.tickets import Status
from tests.handlers.commands.group_house import NOW, StaffGroup

WHEN = "11月28日（周六）09:00-09:15，节假日服务时段"


@pytest.mark.parametrize(
    "text",
    [
        "A101 可以的，喊他周六准时来",
        "A101 确认，周六9点",
        "确认 A101 11月28日上午9点",
        "A101 可以，让他9点来",
        "A101 确认，周六上午准时来",
    ],
)
async def test_naming_the_tickets_own_time_confirms(group: StaffGroup, text: str) -> None:
    ticket = await group.ticket()
    answer = await group.say("张敏", text)
    assert answer == f"已确认 A101，{WHEN}。已通知刘女士（微信）。"
    assert (await group.again(ticket)).status is Status.CONFIRMED


@pytest.mark.parametrize(
    "text",
    [
        "A101 可以的，喊他周五准时来",
        "A101 确认，周六10点",
        "确认 A101 11月29日",
        "A101 可以，让他下午来",
        "A101 确认 昨天",
        "A101 可以的，喊他下周六准时来",
    ],
)
async def test_naming_another_time_asks_first(group: StaffGroup, text: str) -> None:
    ticket = await group.ticket()
    answer = await group.say("张敏", text)
    assert answer.startswith("A101 约的是 11月28日（周六）09:00-09:15")
    assert "还没有确认" in answer
    assert await group.again(ticket) == ticket
    assert await group.to_resident(ticket) == []


async def test_words_behind_a_confirmation_are_not_passed_on_and_that_is_said(
    group: StaffGroup,
) -> None:
    ticket = await group.ticket()
    answer = await group.say("张敏", "确认 A101 请带户口本")
    assert "后面的话没有转给居民" in answer
    assert "户口本" not in (await group.to_resident(ticket))[0]


async def test_an_urgent_matter_is_confirmed_with_a_time(group: StaffGroup) -> None:
    ticket = await group.ticket(at=None)
    assert "还没有定时间" in await group.say("张敏", "确认 A101")
    assert await group.again(ticket) == ticket
    answer = await group.say("张敏", "确认 A101 今天晚上7点")
    assert answer.startswith("已确认 A101，11月23日（周一）19:00-19:15。")
    after = await group.again(ticket)
    assert (after.status, after.starts_at) == (
        Status.CONFIRMED,
        NOW.replace(hour=19, minute=0),
    )


async def test_one_to_three_times_are_offered_and_the_next_message_answers_them(
    group: StaffGroup,
) -> None:
    ticket = await group.ticket()
    answer = await group.say("张敏", "改 A101 周四10点/周五9点/下周一上午")
    assert "11月26日（周四）10:00-10:15" in answer
    assert answer.endswith("已通知刘女士（微信）。等居民选定后会在群里说。")
    [offer] = await group.to_resident(ticket)
    assert "1. 11月26日（周四）10:00-10:15\n2. 11月27日（周五）09:00-09:15\n3. 11月30日" in offer
    after = await group.again(ticket)
    assert len(after.offers) == 3
    assert (after.status, after.starts_at) == (Status.REQUESTED, ticket.starts_at)
    talk = await group.talk_of(ticket)
    assert (talk.flow, talk.step, talk.draft["code"]) == ("offers", "choose", "A101")


async def test_one_time_is_offered_by_free_wording(group: StaffGroup) -> None:
    ticket = await group.ticket()
    card = await group.card_of(ticket)
    answer = await group.say("张敏", "喊他换个时间到周四10点", quote=card)
    assert "11月26日（周四）10:00-10:15" in answer
    [offer] = await group.to_resident(ticket)
    assert "1. 11月26日（周四）10:00-10:15" in offer


async def test_a_day_alone_means_its_nearest_free_slot(group: StaffGroup) -> None:
    ticket = await group.ticket()
    assert "11月26日（周四）09:00-09:15" in await group.say("张敏", "改 A101 周四")
    assert (await group.again(ticket)).offers == (NOW.replace(day=26, hour=9, minute=0),)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("改 A101 周四20点", "这个时间不开放"),
        ("改 A101 周日14点", "这个时间不开放"),
        ("改 A101 周四10点/周五22点", "这个时间不开放"),
    ],
)
async def test_a_time_that_is_no_slot_is_named_with_three_real_ones(
    group: StaffGroup, text: str, why: str
) -> None:
    ticket = await group.ticket()
    answer = await group.say("张敏", text)
    assert why in answer
    assert "什么都没有改" in answer
    assert [line[:2] for line in answer.splitlines()[1:4]] == ["1.", "2.", "3."]
    assert await group.again(ticket) == ticket
    assert await group.to_resident(ticket) == []


async def test_a_full_slot_is_not_offered(group: StaffGroup) -> None:
    thursday = NOW.replace(day=26, hour=10, minute=0)
    await group.ticket(thursday, who="王先生")
    await group.ticket(thursday, who="李先生")
    ticket = await group.ticket()
    assert "已约满" in await group.say("张敏", f"改 {ticket.code} 周四10点")
    assert (await group.again(ticket)).offers == ()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("改 A101", "改到什么时候"),
        ("改 A101 周四10点/周五9点/周五10点/周五11点", "最多"),
        ("改 A101 周六9点", "本来就约在这个时间"),
        ("拒绝 A101", "要写原因"),
        ("A101 问", "要问居民什么"),
        ("A101 备注", "要备注什么"),
        ("A101 转", "转给谁"),
        ("A101 转 外星部", "转给谁"),
        ("A101 未到", "还没到预约的时间"),
        ("A101", "请加上指令"),
    ],
)
async def test_what_is_missing_is_asked_and_nothing_is_changed(
    group: StaffGroup, text: str, asked: str
) -> None:
    ticket = await group.ticket()
    assert asked in await group.say("张敏", text)
    assert await group.again(ticket) == ticket
    assert await group.to_resident(ticket) == []
