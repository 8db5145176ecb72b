"""Which way a message takes: joined, over another account, in its turn, or not at all."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.messages import ContactRef, Purpose, Route, group_ref
from bot.storage import due, open_storage
from bot.storage.outbox import Letter
from bot.usecases.undeliverable import POISON
from tests.handlers.courier_house import (
    FIELDS,
    GROUP,
    LIU,
    LONG,
    WANG,
    PostOffice,
    retry,
    seconds,
    unreachable,
)

ON_QQ = ContactRef("qq", "QQ-WANG")
CIRCLE = group_ref("qq", "CIRCLE")


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    storage = await open_storage(database_url)
    yield PostOffice(storage)
    await storage.stop()


def about(ticket: str, to: ContactRef = WANG, text: str = "已确认") -> Letter:
    return Letter(to, text, Purpose.RESULT, ticket=ticket, fields=FIELDS)


async def test_what_is_due_together_costs_one_message_of_the_window(office: PostOffice) -> None:
    await office.open_window(messages=5)
    await office.tell(WANG, "一", "二")
    await office.tell(WANG, "三", purpose=Purpose.NOTICE)
    await office.deliver()
    assert office.wechat.said == ["一\n\n二\n\n三"]
    assert (await office.states(), await office.messages_left()) == (["sent"] * 3, 4)


async def test_what_does_not_fit_into_one_message_follows_in_the_next(office: PostOffice) -> None:
    await office.open_window(messages=5)
    await office.tell(WANG, "一", LONG, "二")
    await office.deliver()
    assert office.wechat.said == ["一", LONG, "二"]


async def test_a_text_the_platform_refuses_takes_no_other_with_it(office: PostOffice) -> None:
    await office.open_window()
    office.wechat.foretell(WANG, unreachable("content_refused"), unreachable("content_refused"))
    await office.tell(WANG, "坏的", "好的")
    await office.deliver()
    await office.deliver(later=5)
    assert office.wechat.said == ["好的"]
    [call] = await office.calls()
    assert call.text == "坏的"


async def test_the_result_goes_to_the_residents_other_account_and_names_the_ticket(
    office: PostOffice,
) -> None:
    await office.link(WANG, ON_QQ)
    await office.put(about("A102"))
    await office.deliver()
    [said] = office.qq.said
    assert "微信" in said
    assert "A102" in said
    assert said.endswith("已确认")
    assert (await office.states(), await office.states(ON_QQ)) == (["unreachable"], ["sent"])
    assert (await office.calls(), await office.notes()) == ([], [])


async def test_where_the_other_account_fails_too_staff_phone_exactly_once(
    office: PostOffice,
) -> None:
    await office.link(WANG, ON_QQ)
    office.qq.foretell(ON_QQ, unreachable("no_friendship"))
    await office.put(about("A102"))
    for _ in range(3):
        await office.deliver(later=60)
    [call] = await office.calls()
    assert (call.contact, call.text, call.ticket) == (WANG, "已确认", "A102")
    assert office.qq.tries == 1


async def test_nobody_elses_account_hears_of_it(office: PostOffice) -> None:
    await office.open_window(LIU)
    await office.put(about("A102"))
    await office.deliver()
    assert (office.wechat.said, len(await office.calls())) == ([], 1)


async def test_a_notice_that_failed_later_goes_to_the_other_account(office: PostOffice) -> None:
    office.templates = True
    await office.link(WANG, ON_QQ)
    await office.put(about("A102"))
    await office.deliver()
    assert office.wechat.routes_used == [Route.TEMPLATE]
    await office.hear_that_it_failed("p1", "blocked")
    await office.deliver()
    assert len(office.qq.said) == 1
    assert await office.calls() == []


async def test_a_receipt_that_is_faster_than_our_disk_still_counts(office: PostOffice) -> None:
    office.templates = True
    await office.open_window(messages=0)
    await office.hear_that_it_failed("p1", "blocked")
    await office.put(about("A102"))
    await office.deliver()
    assert await office.states() == ["unreachable"]
    assert len(await office.calls()) == 1


async def test_a_notice_that_arrived_says_so(office: PostOffice) -> None:
    office.templates = True
    await office.open_window(messages=0)
    await office.put(about("A102"))
    await office.deliver()
    await office.hear_that_it_failed("p1", "")
    [row] = await office.rows()
    assert (row.state, row.reason) == ("sent", "arrived")


async def test_no_more_is_written_unasked_than_the_platform_allows(office: PostOffice) -> None:
    await office.tell(ON_QQ, *(f"第{number}" for number in range(25)))
    await office.deliver()
    assert len(office.qq.said) == 10
    await office.deliver(later=1)
    await office.deliver(later=58)
    assert len(office.qq.said) == 20
    await office.deliver(later=2)
    assert office.qq.said == [f"第{number}" for number in range(25)]
    [*_, last] = await office.rows(ON_QQ)
    assert last.attempts == 1


async def test_a_group_that_forbids_it_is_not_pushed_to_and_hears_all_when_it_allows(
    office: PostOffice,
) -> None:
    await office.switch(CIRCLE, is_on=False)
    office.qq.foretell(CIRCLE, retry("group_push_off", after=60))
    await office.tell(CIRCLE, "卡片", purpose=Purpose.CARD)
    await office.deliver()
    assert office.qq.routes_asked == [Route.PASSIVE]
    await office.switch(CIRCLE, is_on=True)
    await office.deliver()
    assert (office.qq.said, office.qq.routes_used) == (["卡片"], [Route.PUSH])


async def test_a_person_who_forbids_it_is_phoned_without_asking_the_platform(
    office: PostOffice,
) -> None:
    await office.switch(ON_QQ, is_on=False)
    await office.put(about("A102", ON_QQ))
    await office.deliver()
    assert office.qq.tries == 0
    [note] = await office.notes()
    assert "主动消息" in note


async def test_a_message_that_fails_while_others_go_out_is_parked_and_told_of(
    office: PostOffice,
) -> None:
    courier = office.courier()
    bad = group_ref("onebot", "600")
    await office.put(Letter(bad, "卡片", Purpose.CARD, ticket="A102"))
    office.onebot.foretell(bad, *[retry("1200")] * 30)
    for _ in range(15):
        await office.tell(GROUP, "别的", purpose=Purpose.GROUP)
        await courier.deliver_due(office.now)
        office.now += seconds(61)
    [row] = await office.rows(bad)
    assert (row.state, row.reason) == ("unreachable", POISON)
    assert any("停发" in note for note in await office.notes())
    assert await office.storage.read(lambda work: due.parked(work, POISON)) == 1


async def test_a_platform_that_is_down_parks_nothing(office: PostOffice) -> None:
    courier = office.courier()
    office.onebot.foretell(GROUP, *[retry("http_502")] * 30)
    await office.tell(GROUP, "卡片", purpose=Purpose.CARD)
    for _ in range(30):
        await courier.deliver_due(office.now)
        office.now += seconds(61)
    await courier.deliver_due(office.now)
    assert office.onebot.said == ["卡片"]


async def test_a_reminder_waits_for_the_end_of_the_quiet_hours_a_result_does_not(
    office: PostOffice,
) -> None:
    office.now = office.now.replace(hour=22)
    await office.tell(GROUP, "提醒", purpose=Purpose.REMINDER)
    await office.tell(GROUP, "结果", purpose=Purpose.GROUP)
    await office.deliver()
    assert office.onebot.said == ["结果"]
    await office.deliver(later=9 * 3600)
    assert office.onebot.said == ["结果", "提醒"]


async def test_a_reminder_that_would_be_of_no_use_in_the_morning_goes_at_night(
    office: PostOffice,
) -> None:
    office.now = office.now.replace(hour=22)
    soon = office.now + seconds(3600)
    await office.put(Letter(GROUP, "提醒", Purpose.REMINDER, expires_at=soon))
    await office.deliver()
    assert office.onebot.said == ["提醒"]
