"""Members leave, switches are turned, orders are taken back: what staff notice."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest

from bot.domain.messages import ContactRef, InboundMessage, MessageKind, group_ref
from bot.domain.services import Role
from bot.flows.base import Flow
from bot.flows.engine import Engine
from bot.handlers.inbound import Door, House
from bot.handlers.plugs import find_plugs
from bot.storage import rooms
from bot.usecases.people import make_bind_code
from tests.domain.centres import when
from tests.sample import sample
from tests.usecases.centre import Centre, account_of

NOW = when("2026-11-23 10:00")
ROOM = group_ref("onebot", "700000001")
LIU = ContactRef("wechat", "o-liu")
ZHANG = account_of(sample(), "张敏")
ADMIN = next(n for n, member in sample().staff.items() if Role.ADMIN in member.roles)
_NUMBERS = count(1)


@dataclass
class Office:
    """The centre and its door."""

    centre: Centre
    door: Door = field(init=False)

    def __post_init__(self) -> None:
        flows = {flow.name: flow for flow in find_plugs("bot.flows", "FLOW", Flow)}
        house = House(
            self.centre.storage,
            lambda: self.centre.snapshot,
            lambda: NOW,
            Engine(flows),
            lambda: None,
        )
        self.door = Door(house)

    async def hears(
        self,
        kind: MessageKind,
        contact: ContactRef,
        room: ContactRef | None = ROOM,
        **more: str,
    ) -> None:
        """One thing from the platform; `more`: text, quoted, key."""
        key = more.get("key") or f"onebot:1:group:{next(_NUMBERS)}:{int(NOW.timestamp())}"
        text, quoted = more.get("text", ""), more.get("quoted")
        message = InboundMessage(key, contact, kind, text, NOW, room=room, quoted=quoted)
        await self.door.receive(message)

    async def order(self, text: str, who: ContactRef = ZHANG, key: str = "") -> None:
        """Somebody writes in the staff group."""
        await self.hears(MessageKind.TEXT, who, text=text, key=key)

    async def group(self) -> list[str]:
        """What the group reads."""
        return [row.text for row in await self.centre.entries() if row.to == ROOM]

    async def private(self, name: str) -> list[str]:
        """What a member of staff reads in private."""
        account = account_of(self.centre.snapshot.config, name)
        return [row.text for row in await self.centre.entries() if row.to == account]

    async def ticket(self) -> str:
        """A request for tomorrow."""
        answer_by = NOW + timedelta(hours=4)
        start: datetime = when("2026-11-24 10:00")
        return (await self.centre.put_ticket(start, NOW, answer_by)).code


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    """The sample centre with everybody bound."""
    centre = await Centre.open(database_url, when("2026-11-23 08:00"))
    await centre.bind_everybody()
    yield Office(centre)
    await centre.storage.stop()


async def test_who_leaves_the_group_gives_no_orders_until_bound_again(office: Office) -> None:
    code = await office.ticket()
    for _ in range(2):
        await office.hears(MessageKind.LEFT, ZHANG)
    await office.order(f"确认 {code}")
    await office.order("大家好")

    told, refused = await office.group()
    assert told.startswith("张敏已不在工作群")
    assert "已经停用" in refused

    bind = await office.centre.do(NOW, lambda at: make_bind_code(at, "张敏"))
    await office.order(f"绑定 {bind}")
    await office.order(f"确认 {code}")
    assert f"已确认 {code}" in (await office.group())[-1]


async def test_a_private_account_of_who_left_is_suspended_too(office: Office) -> None:
    await office.hears(MessageKind.LEFT, ZHANG)
    before = len(await office.centre.entries())
    await office.hears(MessageKind.TEXT, ZHANG, None, text="待办")
    (answer,) = (await office.centre.entries())[before:]
    assert "待办" not in answer.text
    assert "件" not in answer.text


async def test_strangers_and_other_groups_may_leave(office: Office) -> None:
    await office.hears(MessageKind.LEFT, ContactRef("onebot", "5"))
    await office.hears(MessageKind.LEFT, ZHANG, group_ref("onebot", "1"))
    await office.order("待办")
    (said,) = await office.group()
    assert "已不在" not in said


async def test_admins_hear_privately_that_we_are_out(office: Office) -> None:
    for _ in range(2):
        await office.hears(MessageKind.REMOVED, ROOM, key="onebot:kicked")
    (said,) = await office.private(ADMIN)
    assert "移出了工作群" in said


async def test_the_admin_hears_once_which_switch_is_off_and_that_it_is_on(office: Office) -> None:
    for _ in range(3):
        await office.hears(MessageKind.PUSH_OFF, ROOM, None)
    (said,) = await office.group()
    assert "「机器人主动在群聊内发言」" in said
    assert await office.private(ADMIN) == [said]
    assert await office.centre.storage.read(lambda work: rooms.lets_us_push(work, ROOM)) is False
    for _ in range(2):
        await office.hears(MessageKind.PUSH_ON, ROOM, None)
    assert "已打开" in (await office.group())[-1]
    assert await office.centre.storage.read(lambda work: rooms.lets_us_push(work, ROOM)) is True


async def test_a_resident_who_closes_their_chat_is_known_before_staff_write(office: Office) -> None:
    await office.hears(MessageKind.TEXT, LIU, None, text="您好")
    await office.hears(MessageKind.PUSH_OFF, LIU, None)
    assert await office.group() == []  # nothing of theirs is open
    await office.hears(MessageKind.PUSH_ON, LIU, None)
    await office.hears(
        MessageKind.TEXT, LIU, None, text="我想周三上午十点半办社保卡激活，姓刘，电话13800001234"
    )
    await office.hears(MessageKind.TEXT, LIU, None, text="确认")
    await office.hears(MessageKind.PUSH_OFF, LIU, None)
    card, said = await office.group()
    assert "新预约" in card
    assert "关掉了微信上机器人的主动消息" in said
    assert "13800001234" not in said


async def test_an_order_that_is_taken_back_stays_done_and_the_group_hears_so(
    office: Office,
) -> None:
    code = await office.ticket()
    await office.order(f"确认 {code}", key="onebot:1:group:77:1795395600")
    await office.order(f"看 {code}", key="onebot:1:group:78:1795395600")
    before = len(await office.group())
    for number in (77, 77, 78, 7):
        await office.hears(MessageKind.RECALL, ZHANG, quoted=f"onebot:1:group:{number}:")
    (said,) = (await office.group())[before:]
    assert said.startswith(f"消息撤回了，但 {code} 已经照它办了")
