"""What each order does: to the ticket, to the resident, in the group and in the trail."""

from datetime import timedelta

import pytest

from bot.domain.tickets import Status
from tests.handlers.commands.group_house import NOW, StaffGroup

WHEN = "11月28日（周六）09:00-09:15，节假日服务时段"


async def test_a_card_shows_what_is_asked_for_masked_with_the_verbs(group: StaffGroup) -> None:
    await group.ticket(note="替妈妈13912345678办，身份证510105199001011237")
    [card] = await group.in_group()
    assert card.startswith("【新预约 A101】社会保障卡激活\n时间：" + WHEN)
    assert "刘女士 138****" in card
    assert "引用本条回复：确认｜改 周四10点｜拒绝 原因" in card
    assert "13912345678" not in card
    assert "510105199001011237" not in card


async def test_an_urgent_request_asks_for_a_time(group: StaffGroup) -> None:
    await group.ticket(at=None)
    [card] = await group.in_group()
    assert card.startswith("【紧急申请 A101】社会保障卡激活\n时间：紧急，时间待安排")


async def test_quoting_the_card_and_saying_yes_confirms_and_tells_the_resident(
    group: StaffGroup,
) -> None:
    ticket = await group.ticket()
    card = await group.card_of(ticket)
    answer = await group.say("张敏", "可以的", quote=card)
    assert answer == f"已确认 A101，{WHEN}。已通知刘女士（微信）。"
    assert (await group.again(ticket)).status is Status.CONFIRMED
    [result] = await group.to_resident(ticket)
    assert result.startswith("预约已确认：社会保障卡激活。\n编号：A101\n时间：" + WHEN)
    assert "请带：本人身份证原件、社会保障卡原件" in result
    assert "地点：成都市温江区柳城街道示例路100号一楼大厅 1号窗口" in result
    assert "取消" in result


async def test_every_act_names_its_actor_in_the_trail(group: StaffGroup) -> None:
    ticket = await group.ticket()
    await group.say("张敏", "A101 接")
    await group.say("李四", "确认 A101")
    await group.say("王芳", "A101 备注 带了老花镜")
    acts = [
        (entry.actor.name, entry.actor.channel, entry.act) for entry in await group.trail(ticket)
    ]
    assert acts[0][0] == "resident"
    assert acts[1:] == [
        ("张敏", "onebot", "own"),
        ("李四", "onebot", "confirm"),
        ("王芳", "onebot", "note"),
    ]


@pytest.mark.parametrize("second", ["确认 A101", "拒绝 A101 满了", "改 A101 周四10点"])
async def test_of_two_clerks_the_second_hears_who_was_first(group: StaffGroup, second: str) -> None:
    ticket = await group.ticket()
    await group.say("张敏", "确认 A101")
    group.now += timedelta(minutes=3)
    answer = await group.say("李四", second)
    if second.startswith("改"):  # a confirmed appointment may still be moved
        assert answer.startswith("A101 改时间的建议")
        return
    assert answer == "张敏已于 09:12 确认，A101 不用再处理。"
    assert len(await group.to_resident(ticket)) == 1


async def test_on_another_day_the_day_is_said_too(group: StaffGroup) -> None:
    await group.ticket()
    await group.say("张敏", "确认 A101")
    group.now += timedelta(days=1)
    answer = await group.say("李四", "确认 A101")
    assert answer == "张敏已于 11月23日（周一）09:12 确认，A101 不用再处理。"


async def test_what_the_state_does_not_allow_is_refused_in_words(group: StaffGroup) -> None:
    await group.ticket()
    assert await group.say("张敏", "A101 到了") == (
        "A101 还没有确认，不能登记到场。请先回“确认 A101”。"
    )


async def test_a_refusal_frees_the_place_and_the_resident_hears_the_reason(
    group: StaffGroup,
) -> None:
    ticket = await group.ticket()
    answer = await group.say("张敏", "A101 拒绝：户口不在本街道，请打13900001111问")
    assert answer == "已拒绝 A101，时段已空出。已通知刘女士（微信）。"
    [result] = await group.to_resident(ticket)
    assert "原因：户口不在本街道，请打13900001111问" in result
    assert (await group.trail(ticket))[-1].reason == "户口不在本街道，请打139****1111问"
    full = [await group.ticket(who=name) for name in ("王先生", "李先生")]
    assert {each.status for each in full} == {Status.REQUESTED}


async def test_a_question_goes_to_the_resident_as_typed(group: StaffGroup) -> None:
    ticket = await group.ticket()
    answer = await group.say("张敏", "A101 问 请带户口本原件好吗？")
    assert answer == "问题已发出（A101）。已通知刘女士（微信）。"
    assert "户口本" not in answer
    [question] = await group.to_resident(ticket)
    assert "请带户口本原件好吗？" in question
    talk = await group.talk_of(ticket)
    assert (talk.flow, talk.step) == ("asked", "answer")


async def test_an_id_number_that_staff_typed_goes_nowhere(group: StaffGroup) -> None:
    ticket = await group.ticket()
    answers = [
        await group.say("张敏", "A101 问 您的身份证是510105199001011237吗"),
        await group.say("张敏", "A101 备注 证号510105199001011237"),
        await group.say("张敏", "A101 510105199001011237"),
    ]
    everything = [*answers, *(letter.text for letter in await group.letters())]
    assert not [text for text in everything if "510105199001011237" in text]
    assert "510105199001011237" not in (await group.again(ticket)).note


async def test_a_hand_over_calls_the_colleague_who_then_owns_it(group: StaffGroup) -> None:
    ticket = await group.ticket()
    assert (
        await group.say("蒋玲", "A101 转 民政")
        == "A101 已转给何秀英，何秀英回“接 A101”后由其经办。"
    )
    waiting = await group.again(ticket)
    assert (waiting.owner, waiting.assignee) == (ticket.owner, "何秀英")
    call = (await group.letters())[-1]
    assert call.text.startswith("何秀英，蒋玲把 A101 转给您")
    assert (await group.say("何秀英", "A101 接")).startswith("A101 由何秀英经办")
    taken = await group.again(ticket)
    assert (taken.owner, taken.assignee) == ("何秀英", "")
    assert await group.say("何秀英", "A101 我来办") == "A101 已经由您经办。"


async def test_a_hand_over_by_name(group: StaffGroup) -> None:
    ticket = await group.ticket()
    await group.say("蒋玲", "A101 转给张敏")
    assert (await group.again(ticket)).assignee == "张敏"
    assert "自己来办" in await group.say("张敏", "A101 转 张敏")


async def test_the_visit_itself_arrived_and_served(group: StaffGroup) -> None:
    ticket = await group.ticket()
    await group.say("张敏", "A101 确认")
    group.now = NOW.replace(day=28, hour=9, minute=5)
    assert await group.say("张敏", "A101 他来了") == "A101 已登记到场。"
    assert await group.say("李四", "A101 办完了") == (
        "A101 已办结。微信发不到（窗口已关，对方太久没有来信，平台不让再发），消息未送达，"
        "会转成“请电话”任务：刘女士 138****" + ticket.phone[-4:] + "。"
    )
    assert (await group.again(ticket)).status is Status.SERVED
    assert "已经办结" in (await group.to_resident(ticket))[-1]
    assert await group.say("李四", "A101 备注 已存档") == "A101 的备注已记下。"


async def test_who_did_not_come_is_told(group: StaffGroup) -> None:
    ticket = await group.ticket()
    await group.say("张敏", "A101 确认")
    group.now = NOW.replace(day=28, hour=10, minute=0)
    assert (await group.say("张敏", "A101 人没来")).startswith("A101 已登记未到。")
    assert (await group.again(ticket)).status is Status.NO_SHOW


@pytest.mark.parametrize(
    ("channel", "hours", "said"),
    [
        ("wechat", 0, "窗口已关"),
        ("onebot", 0, "已通知刘女士（QQ）"),
    ],
)
async def test_a_clerk_is_told_at_once_whether_it_will_arrive(
    group: StaffGroup, channel: str, hours: float, said: str
) -> None:
    await group.ticket(channel=channel, open_hours=hours)
    answer = await group.say("张敏", "A101 确认")
    assert answer.startswith("已确认 A101")
    assert said in answer
