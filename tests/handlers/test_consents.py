"""Notices that a person allowed one by one: never more than allowed, never lost when refused."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.base import SendOutcome, SendResult
from bot.domain.messages import Route
from tests.handlers.courier_house import (
    NOTICE,
    UNKNOWN,
    WANG,
    PostOffice,
    retry,
    unreachable,
)
from tests.handlers.post_office import opened

NO_NUMBER = SendResult(SendOutcome.SENT)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened(database_url, subscriptions=True) as house:
        yield house


async def test_one_consent_carries_one_result_and_the_next_is_for_the_telephone(
    office: PostOffice,
) -> None:
    await office.open_window(messages=0)
    await office.answers(WANG, accepts=True)
    await office.answers(WANG, accepts=True)  # the platform tells the same consent again
    await office.tell(WANG, "已确认", "改好了")
    await office.deliver()
    await office.deliver()
    assert office.wechat.routes_used == [Route.SUBSCRIPTION]
    [call] = await office.calls()
    assert (call.kind, call.text) == ("phone", "改好了")


async def test_the_window_goes_before_a_consent_and_consents_add_up(office: PostOffice) -> None:
    await office.open_window(messages=1)
    for _ in range(2):
        await office.answers(WANG, accepts=True)
        await office.deliver(later=1)
    for text in ("一", "二", "三"):
        await office.tell(WANG, text)
        await office.deliver(later=1)
    assert office.wechat.routes_used == [Route.WINDOW, Route.SUBSCRIPTION, Route.SUBSCRIPTION]
    assert await office.calls() == []


async def test_a_refusal_takes_back_what_was_allowed(office: PostOffice) -> None:
    await office.open_window(messages=0)
    await office.answers(WANG, accepts=True)
    await office.deliver(later=1)
    await office.answers(WANG, accepts=False)
    await office.tell(WANG, "已确认")
    await office.deliver()
    assert office.wechat.routes_asked == []
    assert len(await office.calls()) == 1


async def test_when_the_platform_knows_of_no_consent_we_believe_it(office: PostOffice) -> None:
    await office.open_window(messages=0)
    for _ in range(2):
        await office.answers(WANG, accepts=True)
        await office.deliver(later=1)
    office.wechat.foretell(WANG, unreachable("refused"))  # 43101
    await office.tell(WANG, "已确认", "改好了")
    await office.deliver()
    await office.deliver()
    assert office.wechat.routes_asked == [Route.SUBSCRIPTION]
    assert [call.text for call in await office.calls()] == ["已确认", "改好了"]


async def test_a_notice_that_was_taken_without_a_number_is_known_by_its_template(
    office: PostOffice,
) -> None:
    await office.open_window(messages=0)
    for _ in range(2):
        await office.answers(WANG, accepts=True)
        await office.deliver(later=1)
    office.wechat.foretell(WANG, NO_NUMBER, NO_NUMBER)
    await office.tell(WANG, "已确认")
    await office.deliver()
    await office.tell(WANG, "改好了")
    await office.deliver()
    await office.hear_that_it_failed("m0", "", template="another")
    assert [row.reason for row in await office.rows()] == ["", ""]
    for _ in range(2):  # the platform tells the same again
        await office.hear_that_it_failed("m1", "", template=NOTICE)
    assert [row.reason for row in await office.rows()] == ["arrived", ""]
    await office.hear_that_it_failed("m2", "template_failed", template=NOTICE)
    assert await office.states() == ["sent", "unreachable"]
    assert [call.text for call in await office.calls()] == ["改好了"]


async def test_the_word_on_a_notice_without_a_number_may_be_faster_than_our_disk(
    office: PostOffice,
) -> None:
    await office.open_window(messages=0)
    await office.answers(WANG, accepts=True)
    office.wechat.foretell(WANG, NO_NUMBER)
    await office.tell(WANG, "已确认")
    await office.hear_that_it_failed("m1", "", template=NOTICE)
    await office.deliver()
    [row] = await office.rows()
    assert (row.state, row.reason) == ("sent", "arrived")


async def test_a_notice_that_was_not_taken_is_still_allowed(office: PostOffice) -> None:
    await office.open_window(messages=0)
    await office.answers(WANG, accepts=True)
    office.wechat.foretell(WANG, retry(), UNKNOWN)
    await office.tell(WANG, "已确认")
    await office.deliver()
    await office.deliver(later=61)
    await office.deliver(later=61)
    assert office.wechat.routes_asked == [Route.SUBSCRIPTION] * 2
    assert await office.states() == ["unknown"]  # and not once more


async def test_a_template_that_needs_a_follower_makes_way_for_what_was_allowed(
    office: PostOffice,
) -> None:
    office.templates = True
    await office.open_window(messages=0)
    await office.answers(WANG, accepts=True)
    office.wechat.foretell(WANG, unreachable("not_following"))  # 43004
    await office.tell(WANG, "已确认")
    await office.deliver()
    assert office.wechat.routes_asked == [Route.TEMPLATE, Route.SUBSCRIPTION]
    assert await office.calls() == []


async def test_an_allowed_notice_that_did_not_arrive_after_all_goes_to_the_telephone(
    office: PostOffice,
) -> None:
    await office.open_window(messages=0)
    await office.answers(WANG, accepts=True)
    await office.tell(WANG, "已确认")
    await office.deliver()
    await office.hear_that_it_failed("p1", "template_failed")
    assert await office.states() == ["unreachable"]
    assert len(await office.calls()) == 1
