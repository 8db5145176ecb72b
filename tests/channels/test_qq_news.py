"""What QQ tells about chats: who left, whose switch was turned, and what a send shows of it."""

from collections.abc import AsyncIterator, Mapping

import pytest

from bot.channels.base import Busy, SendOutcome
from bot.config.model import ChannelSettings
from bot.domain.messages import ContactRef, MessageKind, Route, group_ref
from tests.channels.qq_house import GROUP, MEMBER, USER, Scene, letter, town
from tests.simulators.qq import Fault

ROOM = f"group:{GROUP}"
KEPT = (SendOutcome.RETRY, 10.0)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with town() as scene:
        scene.house.default = ()
        scene.house.settings = ChannelSettings(staff_group=f"qq:{GROUP}")
        yield scene


def told(scene: Scene) -> list[tuple[MessageKind, str]]:
    """What the house was told, of whom."""
    return [(each.kind, each.contact.address) for each in scene.house.received]


async def sent(scene: Scene, to: str = ROOM) -> tuple[SendOutcome, float | None, str]:
    result = await scene.channel.send(letter(to=to), Route.PUSH)
    return result.outcome, result.retry_after, result.reason


async def test_the_house_hears_who_left_the_staff_group_and_no_other(scene: Scene) -> None:
    for group in ("G0002", GROUP):
        await scene.platform.happen("GROUP_MEMBER_REMOVE", group_openid=group, member_openid=MEMBER)
    (news,) = scene.house.received
    assert (news.kind, news.contact) == (MessageKind.LEFT, ContactRef("qq", f"member:{MEMBER}"))
    assert news.room == group_ref("qq", GROUP)


async def test_a_busy_house_is_told_again(scene: Scene) -> None:
    scene.house.trouble = Busy()
    left = await scene.platform.happen(
        "GROUP_MEMBER_REMOVE", group_openid=GROUP, member_openid=MEMBER
    )
    assert left.status == 503


@pytest.mark.parametrize(
    ("event", "body", "news"),
    [
        ("GROUP_MSG_REJECT", {"group_openid": GROUP}, (MessageKind.PUSH_OFF, ROOM)),
        ("GROUP_MSG_RECEIVE", {"group_openid": GROUP}, (MessageKind.PUSH_ON, ROOM)),
        ("C2C_MSG_REJECT", {"openid": USER}, (MessageKind.PUSH_OFF, USER)),
        ("C2C_MSG_RECEIVE", {"openid": USER}, (MessageKind.PUSH_ON, USER)),
        ("GROUP_DEL_ROBOT", {"group_openid": GROUP}, (MessageKind.REMOVED, ROOM)),
    ],
)
async def test_switches_and_our_removal_are_told(
    scene: Scene, event: str, body: Mapping[str, str], news: tuple[MessageKind, str]
) -> None:
    assert (await scene.platform.happen(event, **body)).status == 200
    assert told(scene) == [news]


@pytest.mark.parametrize(
    ("kind", "scope", "who", "address"),
    [
        (18, "c2c_push", {"user_openid": USER}, USER),
        (19, "group_push", {"group_openid": GROUP, "group_member_openid": MEMBER}, ROOM),
    ],
)
async def test_a_consent_given_in_a_dialog_is_a_switch_turned_on(
    scene: Scene, kind: int, scope: str, who: Mapping[str, str], address: str
) -> None:
    consent = {"resolved": {"authorize_data": {"opt_scene": "dialog", "scope": scope}}}
    await scene.platform.happen("INTERACTION_CREATE", type=kind, data=consent, **who)
    assert told(scene) == [(MessageKind.PUSH_ON, address)]


@pytest.mark.parametrize(
    ("event", "body"),
    [
        ("INTERACTION_CREATE", {"type": 20, "group_openid": GROUP, "data": {}}),
        ("INTERACTION_CREATE", {"type": 18, "data": {"resolved": {"authorize_data": {}}}}),
        ("INTERACTION_CREATE", {"type": 99}),
        ("GROUP_MSG_REJECT", {"group_openid": "../x"}),
        ("C2C_MSG_REJECT", {}),
        ("GROUP_MEMBER_REMOVE", {"group_openid": GROUP}),
        ("GROUP_MEMBER_ADD", {"group_openid": GROUP, "member_openid": MEMBER}),
        ("GROUP_JOIN_REQUEST", {"group_openid": GROUP}),
        ("GROUP_ADD_ROBOT", {"group_openid": GROUP, "op_member_openid": MEMBER}),
    ],
)
async def test_everything_else_is_acknowledged_and_not_told(
    scene: Scene, event: str, body: Mapping[str, object]
) -> None:
    assert (await scene.platform.happen(event, **body)).status == 200
    assert told(scene) == []


async def test_a_send_that_finds_the_switch_off_tells_so_once(scene: Scene) -> None:
    for code in (40034105, 40034102):
        scene.platform.api.forced = [Fault(code)]
        assert await sent(scene) == (*KEPT, "group_push_off")
        assert await sent(scene) == (*KEPT, "group_push_off")
        await scene.house.until_received(1)
        assert told(scene) == [(MessageKind.PUSH_OFF, ROOM)]
        assert scene.channel.state() == "push_off"
        await scene.platform.happen("GROUP_MSG_RECEIVE", group_openid=GROUP)
        scene.house.received.clear()
    assert scene.platform.calls["groups"] == 2


async def test_a_send_that_goes_through_again_tells_so_too(scene: Scene) -> None:
    await sent(scene, "group:G0002")
    scene.platform.allow_push("groups", GROUP, allowed=False)
    await sent(scene)
    await scene.house.until_received(1)
    scene.house.clock.advance(601)
    scene.platform.allow_push("groups", GROUP, allowed=True)
    assert (await sent(scene))[0] is SendOutcome.SENT
    await scene.house.until_received(2)
    assert told(scene)[1] == (MessageKind.PUSH_ON, ROOM)
    assert scene.channel.state() == "on"


async def test_out_of_the_staff_group_its_messages_wait_for_our_return(scene: Scene) -> None:
    await scene.platform.happen("GROUP_DEL_ROBOT", group_openid=GROUP)
    scene.platform.leave("groups", GROUP)
    assert await sent(scene) == (*KEPT, "not_in_group")
    assert scene.channel.state() == "not_in_group"
    scene.platform.api.chats.of("groups", GROUP).is_open = True
    scene.platform.allow_push("groups", GROUP, allowed=True)
    await scene.platform.happen("GROUP_ADD_ROBOT", group_openid=GROUP, op_member_openid=MEMBER)
    assert (await sent(scene))[0] is SendOutcome.SENT
    assert scene.channel.state() == "on"


async def test_muted_in_the_staff_group_messages_wait_elsewhere_they_do_not(scene: Scene) -> None:
    scene.platform.api.forced = [Fault(40054002), Fault(40054002)]
    assert await sent(scene) == (*KEPT, "muted_there")
    assert (await sent(scene, "group:G0002"))[0] is SendOutcome.UNREACHABLE
