"""Cards with buttons: beside the typed orders, and as plain text where the bot may have none."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.base import SendOutcome
from bot.config.model import ChannelSettings
from bot.domain.messages import OutboundMessage, Purpose, Route
from tests.channels.qq_house import GROUP, MEMBER, Scene, letter, town
from tests.simulators.qq import Bubble

ROOM = f"group:{GROUP}"
CARD = "【新预约 A102】\n刘女士 138****5678\n*[点我](网址)_ # <@all>"


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with town() as scene:
        scene.house.default = ()
        scene.house.settings = ChannelSettings(staff_group=f"qq:{GROUP}", qq_buttons=("确认", "看"))
        scene.platform.allow_push("groups", GROUP, allowed=True)
        yield scene


def card(text: str = CARD, purpose: Purpose = Purpose.CARD) -> OutboundMessage:
    return letter(text, ROOM, purpose=purpose, ticket="A102", mention=f"member:{MEMBER}")


async def shown(scene: Scene, message: OutboundMessage) -> Bubble:
    """What the group sees."""
    assert (await scene.channel.send(message, Route.PUSH)).outcome is SendOutcome.SENT
    return scene.platform.group(GROUP)[-1]


async def test_a_button_sends_what_could_be_typed(scene: Scene) -> None:
    bubble = await shown(scene, card())
    assert bubble.buttons == ("确认 A102", "看 A102")
    assert bubble.text.startswith(f'<qqbot-at-user id="{MEMBER}" />')
    await scene.platform.tap(bubble.buttons[0], user=MEMBER, group=GROUP)
    (order,) = scene.house.received
    assert (order.text, order.contact.address) == ("确认 A102", f"member:{MEMBER}")
    assert order.room is not None
    assert order.room.address == ROOM


async def test_marks_of_markdown_in_what_a_resident_wrote_stay_words(scene: Scene) -> None:
    text = (await shown(scene, card())).text
    assert not set("*_#[]") & set(text.partition("/>")[2])
    assert "138＊＊＊＊5678" in text
    assert "＜@all" in text


async def test_without_the_permission_the_card_is_plain_and_comes_once(scene: Scene) -> None:
    scene.platform.api.chats.allows_buttons = False
    for _ in range(2):
        bubble = await shown(scene, card())
        assert bubble.buttons == ()
        assert "新预约 A102" in bubble.text
    assert len(scene.platform.group(GROUP)) == 2
    assert scene.platform.api.refusals[304037] == 1


async def test_only_cards_have_buttons_and_only_where_the_office_wants_them(scene: Scene) -> None:
    assert (await shown(scene, card(purpose=Purpose.GROUP))).buttons == ()
    scene.house.settings = ChannelSettings(staff_group=f"qq:{GROUP}")
    bubble = await shown(scene, card())
    assert bubble.buttons == ()
    assert "138****5678" in bubble.text


async def test_a_tap_is_acknowledged_in_time_whatever_the_house_does(scene: Scene) -> None:
    scene.house.trouble = ValueError("a bug")
    await scene.platform.tap("确认 A102", user=MEMBER, group=GROUP)
    scene.house.trouble = None
    await scene.platform.tap("确认 A102", user=MEMBER, group=GROUP)
    await scene.channel.stop()
    assert list(scene.platform.api.acknowledged.values()) == [1, 0]


async def test_a_web_address_in_a_card_does_not_lose_the_card(scene: Scene) -> None:
    scene.house.settings = ChannelSettings(staff_group=f"qq:{GROUP}")
    text = (await shown(scene, card("【新预约 A102】材料见 http://example.com/a.pdf，9.5 折"))).text
    assert "材料见 http：／／example。com/a。pdf" in text
    assert scene.platform.api.refusals[40054010] == 1
