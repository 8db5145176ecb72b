"""A month as a picture in the staff group: what goes over the wire, and when it is words."""

import pytest

from bot.channels.base import SendOutcome
from bot.domain.messages import ContactRef, Route, group_ref
from tests.channels import qq_house
from tests.channels.onebot_house import TOKEN, open_house
from tests.channels.pictures import WORDS, drawing, month_letter, png
from tests.channels.wecom_house import GROUP, Scene, called_town, line_town
from tests.simulators.images import BAD_PARAMETER, CHUNK, LARGEST, size_of
from tests.simulators.onebot import GROUP_ID, FakeOneBot
from tests.simulators.onebot_answers import Variant

QQ_GROUP = group_ref("onebot", str(GROUP_ID))
WECOM_GROUP = group_ref("wecom", GROUP)
TITLE = "2026年12月值班安排"


async def wecom_shows(scene: Scene, picture: bytes) -> list[tuple[str, str, bytes]]:
    """Who said what with which picture in the group, after a month was sent there."""
    scene.house.draw = drawing(picture)
    before = len(scene.platform.shown(GROUP))
    result = await scene.channel.send(month_letter(WECOM_GROUP), Route.PUSH)
    assert result.outcome is SendOutcome.SENT
    shown = scene.platform.shown(GROUP)[before:]
    return [(each.by, each.text, each.picture) for each in shown]


@pytest.mark.parametrize("to", [QQ_GROUP, ContactRef("onebot", "10000002")])
async def test_onebot_shows_the_picture_below_its_title_in_one_message(to: ContactRef) -> None:
    async with open_house() as house, FakeOneBot(house.url, TOKEN) as qq:
        await house.wait_state("connected")
        house.draw = drawing(png())
        result = await house.send(month_letter(to))
        [said] = (qq.group if to == QQ_GROUP else qq.private).said
    assert (result.outcome, result.platform_id) == (SendOutcome.SENT, str(said.message_id))
    assert [segment["type"] for segment in said.segments] == ["text", "image"]
    assert (said.text, said.pictures) == (TITLE, [png()])


async def test_onebot_says_the_words_where_the_picture_is_refused() -> None:
    async with open_house() as house, FakeOneBot(house.url, TOKEN) as qq:
        await house.wait_state("connected")
        house.draw = drawing(b"no picture at all")
        result = await house.send(month_letter(QQ_GROUP))
        assert result.outcome is SendOutcome.SENT
        assert qq.group.texts == [WORDS]


async def test_a_picture_of_unknown_fate_is_not_followed_by_the_words() -> None:
    async with open_house() as house, FakeOneBot(house.url, TOKEN) as qq:
        await house.wait_state("connected")
        house.draw = drawing(png())
        qq.variant = Variant.RISK_CONTROL
        result = await house.send(month_letter(QQ_GROUP))
        assert result.outcome is SendOutcome.UNKNOWN
        assert len(qq.group.said) == 1


async def test_without_a_drawer_the_words_are_said() -> None:
    async with open_house() as house, FakeOneBot(house.url, TOKEN) as qq:
        await house.wait_state("connected")
        await house.send(month_letter(QQ_GROUP))
        assert qq.group.texts == [WORDS]


async def test_wecom_uploads_a_large_picture_in_pieces_and_answers_with_it() -> None:
    async with line_town() as scene:
        await scene.platform.says(GROUP, "zhangsan", "本月排班")
        await scene.house.until_received(2)
        picture = png(CHUNK + 10)
        assert await wecom_shows(scene, picture) == [("answer", "", picture)]
        assert scene.platform.seen["aibot_upload_media_chunk"] == 2
        assert scene.platform.seen["aibot_respond_msg"] == 1


async def test_wecom_sends_the_picture_unasked_where_nobody_waits() -> None:
    async with line_town() as scene:
        assert await wecom_shows(scene, png()) == [("robot", "", png())]


@pytest.mark.parametrize(
    "call", ["aibot_upload_media_init", "aibot_upload_media_chunk", "aibot_upload_media_finish"]
)
async def test_a_refused_upload_is_said_in_words(call: str) -> None:
    async with line_town() as scene:
        scene.platform.chats.uploads.refuses = 45009
        scene.platform.chats.uploads.stop_at = call
        [(by, text, picture)] = await wecom_shows(scene, png())
        assert (by, picture) == ("robot", b"")
        assert TITLE in text


async def test_a_refused_upload_goes_to_the_push_address_where_there_is_one() -> None:
    async with line_town(hook=True) as scene:
        scene.platform.chats.uploads.refuses = BAD_PARAMETER
        assert await wecom_shows(scene, png()) == [("hook", "", png())]


async def test_a_robot_that_is_only_called_shows_it_by_the_push_address() -> None:
    async with called_town(hook=True) as scene:
        assert await wecom_shows(scene, png(5000)) == [("hook", "", png(5000))]


async def test_what_the_push_address_refuses_is_said_in_words() -> None:
    async with called_town(hook=True) as scene:
        scene.platform.server.refuses_pictures = BAD_PARAMETER
        assert await wecom_shows(scene, png()) == [("hook", WORDS, b"")]


async def test_more_than_the_platform_takes_is_never_sent() -> None:
    async with called_town(hook=True) as scene:
        assert await wecom_shows(scene, png(LARGEST)) == [("hook", WORDS, b"")]


async def test_where_no_picture_can_come_through_none_is_drawn() -> None:
    async with called_town() as scene:
        await scene.platform.says(GROUP, "zhangsan", "本月排班")
        [(by, text, picture)] = await wecom_shows(scene, b"drawn in vain: would be refused")
        assert (by, picture) == ("answer", b"")
        assert TITLE in text


async def test_qq_says_the_words() -> None:
    async with qq_house.town() as (house, platform, channel):
        house.draw = drawing(png())
        platform.allow_push("groups", qq_house.GROUP, allowed=True)
        await channel.send(month_letter(group_ref("qq", qq_house.GROUP)), Route.PUSH)
        assert [bubble.text for bubble in platform.group(qq_house.GROUP)] == [WORDS]


def test_a_picture_of_these_tests_is_one() -> None:
    assert size_of(png(10)) == (1, 1)
