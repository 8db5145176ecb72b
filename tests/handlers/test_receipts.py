"""What the platform says later about a notice that it had taken."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.messages import Route
from tests.handlers.courier_house import WANG, PostOffice
from tests.handlers.post_office import opened


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened(database_url, templates=True) as house:
        yield house


async def test_a_notice_that_did_not_arrive_after_all_asks_staff_to_phone_exactly_once(
    office: PostOffice,
) -> None:
    await office.open_window(messages=0)
    await office.tell(WANG, "已确认")
    await office.deliver()
    assert office.wechat.routes_used == [Route.TEMPLATE]
    for _ in range(2):  # the platform may say so twice
        await office.hear_that_it_failed("p1", "blocked")
    assert await office.states() == ["unreachable"]
    [call] = await office.calls()
    assert (call.kind, call.text) == ("phone", "已确认")
    [note] = await office.notes()
    assert "屏蔽" in note


@pytest.mark.parametrize("number", ["p2", ""])
async def test_a_receipt_for_what_we_never_sent_changes_nothing(
    office: PostOffice, number: str
) -> None:
    await office.open_window(messages=0)
    await office.tell(WANG, "已确认")
    await office.deliver()
    await office.hear_that_it_failed(number, "template_failed")
    assert (await office.states(), await office.calls()) == (["sent"], [])
