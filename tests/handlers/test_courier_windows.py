"""Windows, templates, people who left: what is sent, and when staff are asked to phone."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.messages import ContactRef, Purpose, Route
from bot.storage import staff
from bot.storage.outbox import Letter
from tests.handlers.courier_house import (
    GROUP,
    LIU,
    LONG,
    WANG,
    PostOffice,
    retry,
    unreachable,
)
from tests.handlers.post_office import opened


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[PostOffice]:
    async with opened(sqlite_url) as office:
        yield office


async def test_each_window_message_is_counted_once_however_often_it_was_tried(
    office: PostOffice,
) -> None:
    await office.open_window(messages=5)
    office.wechat.foretell(WANG, retry(), retry("paced", after=1))
    await office.tell(WANG, LONG, "二")
    for _ in range(4):
        await office.deliver(later=60)
    assert office.wechat.said == [LONG, "二"]
    assert await office.messages_left() == 3


async def test_the_last_message_of_a_window_is_kept_for_the_result(office: PostOffice) -> None:
    await office.open_window(messages=2)
    await office.tell(WANG, LONG, "闲话二", purpose=Purpose.REPLY)
    await office.deliver()
    await office.tell(WANG, "已确认")
    await office.deliver()
    assert office.wechat.said == [LONG, "已确认"]
    assert await office.messages_left() == 0
    assert await office.calls() == []


async def test_a_window_that_turns_out_closed_loses_nothing_the_template_takes_over(
    office: PostOffice,
) -> None:
    office.templates = True
    await office.open_window(messages=5)
    office.wechat.foretell(WANG, unreachable("window_closed"))
    await office.tell(WANG, "已确认")
    await office.deliver()
    assert (office.wechat.said, office.wechat.routes_used) == (["已确认"], [Route.TEMPLATE])
    assert await office.messages_left() == 0


async def test_without_a_template_a_closed_window_asks_staff_to_phone_exactly_once(
    office: PostOffice,
) -> None:
    office.wechat.quota = 0
    await office.open_window()
    await office.tell(WANG, "已确认，身份证 11010519491231002X")
    for _ in range(3):
        await office.deliver(later=3600)
    [call] = await office.calls()
    assert (call.kind, call.contact) == ("phone", WANG)
    assert "已确认" in call.text
    assert "19491231" not in call.text
    [note] = await office.notes()
    assert "未送达" in note
    assert "请电话" in note
    assert "条数已用完" in note


async def test_a_person_who_never_wrote_or_left_is_phoned_without_asking_the_platform(
    office: PostOffice,
) -> None:
    await office.tell(WANG, "已确认")
    await office.deliver()
    assert (office.wechat.tries, len(await office.calls())) == (0, 1)


async def test_who_left_is_remembered_and_not_even_a_template_is_tried(office: PostOffice) -> None:
    office.templates = True
    await office.open_window()
    office.wechat.foretell(WANG, unreachable("not_following"))
    await office.tell(WANG, "一", "二")
    await office.deliver()
    assert await office.states() == ["unreachable", "unreachable"]
    assert office.wechat.tries == 1
    assert await office.messages_left() == 5  # the platform took none of them


async def test_a_clerks_channel_asks_for_a_call(office: PostOffice) -> None:
    await office.tell(ContactRef("weibo", "刘"), "已确认")
    await office.deliver()
    [note] = await office.notes()
    assert "微博" in note
    assert len(await office.calls()) == 1


async def test_a_reply_that_cannot_arrive_bothers_nobody_unless_it_belongs_to_a_ticket(
    office: PostOffice,
) -> None:
    await office.tell(WANG, "请问哪一天？", purpose=Purpose.REPLY)
    await office.deliver()
    assert (await office.states(), await office.calls()) == (["unreachable"], [])
    await office.put(Letter(LIU, "张敏问：带户口本了吗？", Purpose.REPLY, ticket="A102"))
    await office.deliver()
    [call] = await office.calls()
    assert call.ticket == "A102"


async def test_nobody_is_asked_to_phone_the_group_or_a_colleague(office: PostOffice) -> None:
    colleague = ContactRef("onebot", "10001")
    await office.storage.run(lambda work: staff.bind(work, colleague, "张敏", office.now))
    for to in (GROUP, colleague):
        office.onebot.foretell(to, unreachable("1404"))
        await office.tell(to, "明早值班", purpose=Purpose.REMINDER)
    await office.deliver()
    assert await office.states(colleague) == ["unreachable"]
    assert await office.calls() == []
    assert await office.notes() == ["明早值班"]
