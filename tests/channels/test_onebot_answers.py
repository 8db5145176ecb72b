"""Residents on OneBot are answered at once, and never twice."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from bot.domain.messages import group_ref
from tests.channels.onebot_house import TOKEN, House, open_house
from tests.simulators.onebot import FakeOneBot
from tests.simulators.onebot_answers import Variant
from tests.simulators.onebot_chat import Json, at, text

RESIDENT = 10000005
RESIDENTS_GROUP = 700000003


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house(answer=0.2) as opened:
        opened.texts = ("您好", "请问办什么")
        groups = frozenset({str(RESIDENTS_GROUP)})
        opened.settings = replace(opened.settings, onebot_resident_groups=groups)
        yield opened


@pytest.fixture
async def qq(house: House) -> AsyncIterator[FakeOneBot]:
    async with FakeOneBot(house.url, TOKEN) as fake:
        await house.wait_state("connected")
        yield fake


async def until_answered(house: House, count: int = 1) -> None:
    async with asyncio.timeout(5):
        while house.answered < count:  # noqa: ASYNC110 - the house counts
            await asyncio.sleep(0)


async def test_a_resident_is_answered_in_one_message(house: House, qq: FakeOneBot) -> None:
    await qq.private_say(RESIDENT, "在吗")
    await until_answered(house)
    (said,) = qq.private.said
    assert (said.text, said.target) == ("您好\n\n请问办什么", RESIDENT)


async def test_in_a_group_of_residents_only_a_call_is_heard_and_answered_there(
    house: House, qq: FakeOneBot
) -> None:
    words: list[Json] = [text("明天谁去")]
    await qq.group_send(RESIDENT, words, group=RESIDENTS_GROUP)
    await qq.group_send(RESIDENT, [at(3000000001), *words], group=RESIDENTS_GROUP)
    await until_answered(house)
    message = await house.next_message()
    assert message.room == group_ref("onebot", str(RESIDENTS_GROUP))
    assert house.nothing_else_came()
    (said,) = qq.group.said
    assert said.target == RESIDENTS_GROUP


async def test_the_staff_group_is_answered_by_the_courier(house: House, qq: FakeOneBot) -> None:
    await qq.group_say(10000002, "待办")
    message = await house.next_message()
    assert not message.passive


async def test_the_same_event_again_is_not_answered_again(house: House, qq: FakeOneBot) -> None:
    event: Json = {"post_type": "message", "message_type": "private", "sub_type": "friend"}
    event |= {"message_id": 7, "user_id": RESIDENT, "message": "在吗"}
    for _ in range(3):
        await qq.emit(event)
    await qq.private_say(RESIDENT, "还在吗")
    await until_answered(house, 2)
    assert len(qq.private.said) == 2


@pytest.mark.parametrize(
    "variant", [Variant.RISK_CONTROL, Variant.SILENT, Variant.ASYNC, Variant.CLOSE]
)
async def test_an_answer_of_unknown_fate_is_not_said_again(
    house: House, qq: FakeOneBot, variant: Variant
) -> None:
    qq.variant = variant
    await qq.private_say(RESIDENT, "在吗")
    await until_answered(house)
    assert len(qq.private.said) == 1


async def test_what_was_refused_or_cannot_be_said_is_left_to_the_outbox(
    house: House, qq: FakeOneBot
) -> None:
    qq.next_variants.append(Variant.REFUSE)
    await qq.private_say(RESIDENT, "在吗")
    await qq.private_say(RESIDENT, "还在吗")
    await until_answered(house)
    assert [said.text for said in qq.private.said] == ["您好\n\n请问办什么"]
    assert len(qq.calls) == 2


async def test_who_waits_for_the_house_does_not_hold_up_others(
    house: House, qq: FakeOneBot
) -> None:
    house.hold()
    await qq.private_say(RESIDENT, "一")
    await qq.private_say(RESIDENT + 1, "二")
    async with asyncio.timeout(5):
        while house.waiting < 2:  # noqa: ASYNC110 - the house counts
            await asyncio.sleep(0)
    house.release()
    await until_answered(house, 2)
