"""Words after a verb that needs none, spaces within a verb, what the group cannot do yet."""

from datetime import timedelta

import pytest

from bot.domain.tickets import Status
from bot.storage import tasks
from bot.storage.tasks import NewTask, TaskKind
from tests.handlers.commands.group_house import ROOM, SATURDAY_NINE, StaffGroup

AFTERWARDS = SATURDAY_NINE + timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "status", "note"),
    [
        ("到了 A101 带了老伴来", Status.ARRIVED, "带了老伴来"),
        ("完成 A101，已交资料", Status.SERVED, "已交资料"),
        ("A101 办完了，资料都收了", Status.SERVED, "资料都收了"),
        ("未到 A101 打电话没人接", Status.NO_SHOW, "打电话没人接"),
        ("未到 A101 没有接电话", Status.NO_SHOW, "没有接电话"),
        ("完成 A101（下周来拿证）", Status.SERVED, "下周来拿证"),
    ],
)
async def test_what_follows_the_verb_is_kept_as_a_note_and_stays_in_the_group(
    group: StaffGroup, text: str, status: Status, note: str
) -> None:
    ticket = await group.ticket()
    await group.say("张敏", "确认 A101")
    group.now = AFTERWARDS
    answer = await group.say("张敏", text)
    assert "已记成备注" in answer
    after = await group.again(ticket)
    assert (after.status, after.note) == (status, note)
    assert not any(note in told for told in await group.to_resident(ticket))


@pytest.mark.parametrize("text", ["完成 A101，谢谢", "完成A101。", "A101 人没来"])
async def test_politeness_and_whole_sentences_are_no_note(group: StaffGroup, text: str) -> None:
    ticket = await group.ticket()
    await group.say("张敏", "确认 A101")
    group.now = AFTERWARDS
    assert "备注" not in await group.say("张敏", text)
    assert (await group.again(ticket)).note == ""


@pytest.mark.parametrize(
    "text",
    ["完成 A101 了吗", "A101 完成，是吗？", "完成 A101 后再说", "未到 A101 时间", "到了 A101 没有"],
)
async def test_a_question_or_a_condition_does_nothing(group: StaffGroup, text: str) -> None:
    ticket = await group.ticket()
    await group.say("张敏", "确认 A101")
    group.now = AFTERWARDS
    await group.say("张敏", text)
    assert (await group.again(ticket)).status is Status.CONFIRMED


@pytest.mark.parametrize("text", ["确 认 A101", "A101 确 认", "确 认"])
async def test_a_space_within_the_verb_is_heard(group: StaffGroup, text: str) -> None:
    ticket = await group.ticket()
    await group.say("张敏", text)
    assert (await group.again(ticket)).status is Status.CONFIRMED


@pytest.mark.parametrize("text", ["统计", "统计 本月"])
async def test_figures_name_nobody_and_are_for_staff_only(group: StaffGroup, text: str) -> None:
    await group.ticket()
    answer = await group.say("张敏", text)
    assert "新预约 1 件（微信 1）" in answer
    assert "刘" not in answer
    assert await group.say("路人", text) == ""


@pytest.mark.parametrize(
    "text", ["请假的同事注意一下", "换班的事下午说", "统计一下人数", "他明天请假"]
)
async def test_talk_about_it_gets_no_answer(group: StaffGroup, text: str) -> None:
    assert await group.say("张敏", text) == ""


async def test_what_is_missing_is_told_and_changes_nothing_else(group: StaffGroup) -> None:
    ticket = await group.ticket()
    assert "要补的已告诉居民" in await group.say("张敏", "补件 A101 户口本")
    assert (await group.again(ticket)).status is Status.REQUESTED
    assert "户口本" in (await group.to_resident(ticket))[-1]


async def test_nothing_is_to_be_collected_before_the_visit(group: StaffGroup) -> None:
    ticket = await group.ticket()
    assert "还没有确认" in await group.say("张敏", "取件 A101")
    await group.say("张敏", "确认 A101")
    assert "还没到预约的时间" in await group.say("张敏", "取件 A101")
    group.now = AFTERWARDS
    assert "已登记待取件" in await group.say("张敏", "取件 A101")
    assert (await group.again(ticket)).status is Status.WAITING_COLLECTION
    assert "已办结" in await group.say("张敏", "完成 A101")


async def test_a_time_that_has_passed_is_not_confirmed(group: StaffGroup) -> None:
    ticket = await group.ticket()
    group.now = AFTERWARDS
    answer = await group.say("张敏", "确认 A101")
    assert answer.startswith("A101 约的时间已经过了，没有确认")
    assert await group.say("张敏", "确认 A101 周四10点") == answer
    assert (await group.again(ticket)).status is Status.REQUESTED
    assert await group.to_resident(ticket) == []


async def test_who_came_although_nobody_confirmed_can_be_noted(group: StaffGroup) -> None:
    ticket = await group.ticket()
    group.now = AFTERWARDS
    assert (await group.say("张敏", "完成 A101")).startswith("A101 已办结")
    acts = [entry.act for entry in await group.trail(ticket)]
    assert acts[1:] == ["confirm", "serve"]
    [told] = await group.to_resident(ticket)
    assert "已经办结" in told


async def test_a_declined_visit_to_come_is_called_declined(group: StaffGroup) -> None:
    await group.ticket()
    await group.say("张敏", "拒绝 A101 要先到社区盖章")
    assert "张敏已于" in await group.say("李四", "未到 A101") or "不能" in await group.say(
        "李四", "未到 A101"
    )


async def test_of_two_who_take_a_ticket_at_once_the_first_has_it(group: StaffGroup) -> None:
    ticket = await group.ticket()
    assert "由张敏经办" in await group.say("张敏", "接 A101")
    assert await group.say("李四", "接 A101") == "张敏已于 09:12 接手，A101 不用再处理。"
    group.now += timedelta(minutes=5)
    assert "由李四经办" in await group.say("李四", "接 A101")
    assert (await group.again(ticket)).owner == "李四"


async def test_a_verb_said_to_a_colleague_is_not_an_order(group: StaffGroup) -> None:
    ticket = await group.ticket()
    assert "这句是对张敏说的" in await group.say("李四", "@张敏 A101 确认一下")
    assert (await group.again(ticket)).status is Status.REQUESTED


async def test_a_finished_task_keeps_the_remark(group: StaffGroup) -> None:
    new = NewTask(TaskKind.HANDOVER, ROOM, "社保卡锁了", unique_key="k")
    await group.storage.run(lambda work: tasks.add(work, new, group.now))
    assert await group.say("张敏", "完成 T1 已告诉她周四来") == "T1 已办结。"
    assert "社保卡锁了\n（张敏：已告诉她周四来）" in await group.say("李四", "看 T1")


@pytest.mark.parametrize(
    "text",
    ["收到", "好的收到", "好的，收到！", "嗯 收到", "ok收到", "收到，谢谢！", "收到，我会准时到岗"],
)
async def test_seen_may_be_said_politely(group: StaffGroup, text: str) -> None:
    assert "罗勇已收到" in await group.say("罗勇", text, private=True)


async def test_a_greeting_typed_below_a_task_is_said_not_to_be_sent(group: StaffGroup) -> None:
    new = NewTask(TaskKind.HANDOVER, ROOM, "社保卡锁了", unique_key="k")
    await group.storage.run(lambda work: tasks.add(work, new, group.now))
    assert "没有发给居民" in await group.say("张敏", "T1 您好")
    assert "社保卡锁了" in await group.say("张敏", "T1")


async def test_the_same_offer_by_two_clerks_is_sent_once(group: StaffGroup) -> None:
    ticket = await group.ticket()
    await group.say("张敏", "改 A101 周四10点")
    assert (
        await group.say("李四", "改 A101 周四10点")
        == "张敏已于 09:12 提出改时间，A101 不用再处理。"
    )
    assert len(await group.to_resident(ticket)) == 1
    for text in ("改 A101 周四11点", "拒绝 A101 人不够", "确认 A101"):
        assert (await group.say("李四", text)).startswith("张敏已于 09:12 提出改时间")
    assert len(await group.to_resident(ticket)) == 1
    assert "建议" in await group.say("张敏", "改 A101 周四11点")
    group.now += timedelta(minutes=5)
    assert "已确认" in await group.say("李四", "确认 A101")


async def test_of_two_bare_words_the_second_hears_who_was_first(group: StaffGroup) -> None:
    await group.ticket()
    await group.say("张敏", "确认")
    assert await group.say("李四", "确认") == "现在没有要“确认”的预约。张敏刚刚已确认 A101。"


async def test_of_two_different_ends_the_second_hears_who_was_first(group: StaffGroup) -> None:
    await group.ticket()
    await group.say("张敏", "确认 A101")
    group.now = AFTERWARDS
    await group.say("张敏", "完成 A101")
    assert (await group.say("李四", "未到 A101")).startswith("张敏已于 10:00 办结")


async def test_an_urgent_matter_is_not_put_into_the_past(group: StaffGroup) -> None:
    ticket = await group.ticket(at=None)
    assert "已经过了" in await group.say("张敏", "确认 A101 昨天10点")
    assert await group.again(ticket) == ticket


@pytest.mark.parametrize("text", ["收到，马上处理", "收到通知了吗", "收到请回复", "材料收到了没有"])
async def test_other_words_with_seen_are_talk(group: StaffGroup, text: str) -> None:
    assert await group.say("罗勇", text) == ""
