"""What is left of somebody who unfollows."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.messages import Purpose
from bot.storage import UnitOfWork, contacts, open_storage
from bot.storage.outbox import Letter
from bot.usecases.office import Office
from bot.usecases.people import part_with
from tests.handlers.courier_house import LIU, WANG, PostOffice, sample

CHECK = "请核对：王小明，13800138000"


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    storage = await open_storage(database_url)
    yield PostOffice(storage)
    await storage.stop()


async def leave(office: PostOffice) -> None:
    async def turn(work: UnitOfWork) -> None:
        contact = await contacts.find(work, WANG)
        assert contact is not None
        await part_with(Office(work, sample(), office.now), contact)

    await office.storage.run(turn)


async def test_what_was_told_is_forgotten_and_no_answer_follows(office: PostOffice) -> None:
    for ref in (WANG, LIU):
        await office.open_window(ref)
        await office.tell(ref, CHECK, purpose=Purpose.REPLY)
    await office.deliver()
    await office.tell(WANG, CHECK, purpose=Purpose.REPLY)
    await leave(office)
    assert [row.text for row in await office.rows(WANG)] == ["", ""]
    assert await office.states() == ["sent", "withdrawn"]
    assert [row.text for row in await office.rows(LIU)] == [CHECK]


async def test_a_result_that_still_waits_goes_to_who_must_phone(office: PostOffice) -> None:
    await office.open_window()
    await office.put(Letter(WANG, "已确认", Purpose.RESULT))
    await leave(office)
    await office.deliver()
    [call] = await office.calls()
    assert call.text == "已确认"
