"""What is due leaves in order, at the right time, and never twice."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.messages import ContactRef, Purpose
from bot.storage import staff
from bot.storage.outbox import Letter
from tests.handlers.courier_house import (
    GROUP,
    LIU,
    UNKNOWN,
    WANG,
    PostOffice,
    retry,
    seconds,
)
from tests.handlers.post_office import opened


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[PostOffice]:
    async with opened(sqlite_url) as house:
        yield house


async def test_messages_to_one_person_arrive_in_the_order_they_were_written(
    office: PostOffice,
) -> None:
    await office.tell(GROUP, "一", "二", "三", purpose=Purpose.GROUP)
    assert await office.deliver() == 3
    assert office.onebot.said == ["一", "二", "三"]


async def test_a_message_that_must_wait_is_not_overtaken_but_holds_up_nobody_else(
    office: PostOffice,
) -> None:
    await office.open_window()
    await office.open_window(LIU)
    office.wechat.foretell(WANG, retry())
    await office.tell(WANG, "一", "二")
    await office.tell(LIU, "三")
    await office.deliver()
    assert office.wechat.said == ["三"]
    await office.deliver(later=5)
    assert office.wechat.said == ["三", "一", "二"]


async def test_a_message_leaves_when_it_is_due_and_not_before(office: PostOffice) -> None:
    later = Letter(GROUP, "提醒", Purpose.GROUP, due_at=office.now + seconds(20))
    await office.put(later)
    assert await office.deliver(later=19) == 0
    assert await office.deliver(later=1) == 1


async def test_retries_come_within_five_seconds_at_first_and_within_a_minute_later(
    office: PostOffice,
) -> None:
    office.onebot.foretell(GROUP, *[retry()] * 12)
    await office.tell(GROUP, "卡片", purpose=Purpose.CARD)
    pauses = []
    for _ in range(12):
        await office.deliver()
        [row] = await office.rows(GROUP)
        pauses.append((row.due_at - office.now).total_seconds())
        office.now = row.due_at
    assert 1 <= pauses[0] <= 4
    assert all(20 <= pause <= 60 for pause in pauses[5:])
    await office.deliver()
    assert office.onebot.said == ["卡片"]


async def test_a_platform_that_names_a_pause_is_left_alone_that_long(office: PostOffice) -> None:
    office.onebot.foretell(GROUP, retry("45011", after=30))
    await office.tell(GROUP, "卡片", purpose=Purpose.CARD)
    await office.deliver()
    assert await office.deliver(later=29) == 0
    assert await office.deliver(later=1) == 1


@pytest.mark.parametrize("reason", ["disconnected", "paced", "muted"])
async def test_waiting_for_the_channel_is_no_failed_attempt(
    office: PostOffice, reason: str
) -> None:
    office.onebot.foretell(GROUP, *[retry(reason, after=5)] * 3)
    await office.tell(GROUP, "卡片", purpose=Purpose.CARD)
    for _ in range(3):
        await office.deliver(later=5)
    [row] = await office.rows(GROUP)
    assert (row.state, row.attempts) == ("retry", 0)


async def test_a_channel_that_is_away_is_not_asked_until_it_is_back(office: PostOffice) -> None:
    office.onebot.word = "disconnected"
    await office.tell(GROUP, "卡片", purpose=Purpose.CARD)
    courier = office.courier()
    for minute in range(50):
        assert await courier.deliver_due(office.now + seconds(minute)) == 0
    assert office.onebot.tries == 0
    office.onebot.word = "connected"
    assert await courier.deliver_due(office.now + seconds(51)) == 1


async def test_a_message_is_given_up_after_a_day_and_staff_phone(office: PostOffice) -> None:
    await office.open_window()
    office.wechat.foretell(WANG, *[retry()] * 3)
    await office.tell(WANG, "已确认")
    await office.deliver()
    await office.deliver(later=24 * 3600)
    assert await office.states() == ["retry"]
    await office.deliver(later=61)
    assert await office.states() == ["unreachable"]
    assert len(await office.calls()) == 1


async def test_a_message_that_is_useless_by_now_is_withdrawn(office: PostOffice) -> None:
    stale = Letter(GROUP, "还有 30 分钟", Purpose.REMINDER, expires_at=office.now + seconds(60))
    await office.put(stale)
    await office.deliver(later=60)
    [row] = await office.rows(GROUP)
    assert (row.state, row.reason) == ("withdrawn", "expired")
    assert office.onebot.tries == 0


async def test_a_send_of_unknown_outcome_is_never_repeated_and_staff_verify_a_result_once(
    office: PostOffice,
) -> None:
    await office.open_window()
    office.wechat.foretell(WANG, UNKNOWN)
    await office.tell(WANG, "已确认")
    for _ in range(3):
        await office.deliver(later=3600)
    assert (office.wechat.tries, await office.states()) == (1, ["unknown"])
    [note] = await office.notes()
    assert "可能未送达" in note
    assert "请电话核实" in note
    assert await office.messages_left() == 4  # the platform may have counted it


async def test_the_group_hears_whose_reminder_may_not_have_arrived(office: PostOffice) -> None:
    zhang = ContactRef("onebot", "10001")
    await office.storage.run(lambda work: staff.bind(work, zhang, "张敏", office.now))
    for to in (zhang, GROUP):
        office.onebot.foretell(to, UNKNOWN)
        text = "【值班提醒】11月28日节假日班 9:00-12:00\n王**"
        await office.tell(to, text, purpose=Purpose.REMINDER)
    for _ in range(3):
        await office.deliver(later=3600)
    private, public = [note for note in await office.notes() if "可能未送达" in note]
    assert private.startswith("【可能未送达】给张敏的提醒")
    assert private.endswith("11月28日节假日班 9:00-12:00")
    assert "群里" in public
    assert public.endswith("11月28日节假日班 9:00-12:00")


async def test_an_unknown_reply_is_no_matter_for_staff(office: PostOffice) -> None:
    await office.open_window()
    office.wechat.foretell(WANG, UNKNOWN)
    await office.tell(WANG, "请问哪一天？", purpose=Purpose.REPLY)
    await office.deliver()
    assert (await office.states(), await office.notes()) == (["unknown"], [])


async def test_a_message_that_breaks_our_code_is_tried_five_times_then_staff_are_told(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    await office.open_window()
    await office.open_window(LIU)
    office.wechat.foretell(WANG, *[ValueError("broken")] * 9)
    await office.tell(WANG, "已确认")
    courier = office.courier()
    for minute in range(9):
        await courier.deliver_due(office.now + timedelta(minutes=minute))
    await office.tell(LIU, "别人的")
    await courier.deliver_due(office.now + timedelta(minutes=9))
    [row] = await office.rows()
    assert (row.state, row.reason) == ("unreachable", "poison")
    assert len(await office.calls()) == 1
    assert office.wechat.said == ["别人的"]
    assert office.wechat.tries == 6
    assert "Traceback" in caplog.text


async def test_a_switched_off_channel_keeps_group_messages_but_not_people_waiting(
    office: PostOffice,
) -> None:
    office.is_off = True
    await office.open_window()
    await office.tell(GROUP, "卡片", purpose=Purpose.CARD)
    await office.tell(WANG, "已确认")
    await office.deliver()
    assert await office.states() == ["unreachable"]
    assert len(await office.calls()) == 1
    office.is_off = False
    await office.deliver(later=60)
    assert office.onebot.said[0] == "卡片"


async def test_the_log_names_no_person_and_quotes_nothing(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await office.open_window()
    await office.tell(WANG, "刘女士，已确认")
    await office.deliver()
    assert "wechat by window: sent" in caplog.text
    assert WANG.address not in caplog.text
    assert "刘女士" not in caplog.text
