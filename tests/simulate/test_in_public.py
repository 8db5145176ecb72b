"""A resident who calls us where others read it is asked into a private chat."""

import pytest

from bot.domain.messages import ContactRef, InboundMessage, MessageKind, group_ref
from tests.domain.centres import when
from tests.simulate.house import SERVICE, Simulated

NOW = when("2026-11-23 10:00")
ROOM = group_ref("qq", "G0001")
MEMBER = ContactRef("qq", "member:M0001")
PERSONAL = ("王", "13812345678", "11月26日", SERVICE, "A101")


def called(text: str, key: str = "qq:1") -> InboundMessage:
    """A call in a group of residents."""
    return InboundMessage(
        key=key,
        contact=MEMBER,
        kind=MessageKind.TEXT,
        text=text,
        at=NOW,
        passive=True,
        room=ROOM,
        sender_name="王先生",
        mentions_us=True,
    )


async def heard(centre: Simulated, message: InboundMessage) -> tuple[str, ...]:
    """What is answered at once."""
    await centre.tickets()  # opens the house
    answer = await centre.house.centre.door.receive(message)
    answer.done()
    return answer.texts


@pytest.mark.parametrize(
    "text", [f"周四上午十点办{SERVICE}，姓王，电话13812345678", "我的预约 A101", "", "绑定"]
)
async def test_nothing_personal_is_said_and_nothing_booked(centre: Simulated, text: str) -> None:
    [said] = await heard(centre, called(text))
    assert "私信" in said
    assert not any(word in said for word in PERSONAL)
    assert await centre.tickets() == []


async def test_the_same_call_again_is_answered_once(centre: Simulated) -> None:
    assert len(await heard(centre, called("在吗"))) == 1
    assert await heard(centre, called("在吗")) == ()


async def test_who_is_in_danger_is_told_the_numbers_and_staff_are_called(
    centre: Simulated,
) -> None:
    [said] = await heard(centre, called("救命，有人要跳楼"))
    assert "110" in said
    [task] = (await centre.do("tasks"))["result"]
    assert "跳楼" in task["text"]
