"""Weibo's callback against a fake platform: signatures, replays, kinds, the reply and its limit."""

from collections.abc import AsyncIterator, Mapping
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from bot.channels.base import Busy, SendOutcome
from bot.channels.parts.sealing import sign
from bot.channels.weibo import create
from bot.channels.weibo.adapter import WeiboChannel
from bot.channels.weibo.inbound import read_message
from bot.domain.messages import ContactRef, MessageKind, OutboundMessage, Purpose, Route
from tests.channels.house import House, served
from tests.simulators.platform import MovableClock
from tests.simulators.weibo import ATTEMPTS, UID, FakeWeibo

USER = "2400000002"


class Scene(NamedTuple):
    house: House
    platform: FakeWeibo
    channel: WeiboChannel


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    house = House(MovableClock())
    async with FakeWeibo(now=house.clock) as platform:
        channel = create(house.context(platform.environment()))
        assert isinstance(channel, WeiboChannel)
        async with served(channel, "/weibo") as url:
            platform.callback_url = url
            yield Scene(house, platform, channel)


@pytest.mark.parametrize(
    ("words", "signature"),
    [
        (("xyz123xyz", "1397022061823", "57155157"), "90e4c22c90a58f26526c2dd5b6c56c8822edeaa1"),
        (("s3cret-Demo", "1767225600123", "80421"), "bb57bd36910f00fa19b60bc090aa9a3d136e0716"),
    ],
)
def test_the_vectors_of_the_sheet(words: tuple[str, str, str], signature: str) -> None:
    assert sign(*words) == signature


async def test_the_address_is_verified(scene: Scene) -> None:
    assert await scene.platform.verify()


async def test_a_message_is_answered_in_the_callback(scene: Scene) -> None:
    await scene.platform.say(USER, "请问居住证几点可以办？😀")
    assert [bubble.text for bubble in scene.platform.phone(USER)][1:] == ["您好"]
    message = scene.house.received[-1]
    assert (message.contact, message.kind) == (ContactRef("weibo", USER), MessageKind.TEXT)
    assert message.at.isoformat() == "2026-01-01T08:00:00+08:00"
    await scene.house.until_done()


async def test_forged_stale_and_oversized_callbacks_do_no_work(scene: Scene) -> None:
    platform, message = scene.platform, scene.platform.message(USER, "在吗")
    good = platform.query()
    forged: list[tuple[Mapping[str, object] | bytes, dict[str, str], int]] = [
        (message, good | {"signature": "0" * 40}, 403),
        (message, good | {"nonce": "1"}, 403),
        (message, {"nonce": "1", "timestamp": good["timestamp"]}, 400),
        (message, platform.query(scene.house.clock() - 301), 403),
        (message, platform.query(scene.house.clock() + 301), 403),
        (message, {**good, "timestamp": "x"}, 400),
        (b"x" * 70_000, platform.query(), 413),
        (b"[]", platform.query(), 400),
        (message | {"receiver_id": 7}, platform.query(), 403),
    ]
    for body, query, status in forged:
        assert (await platform.push(body, query)).status == status, (body, query)
    assert not scene.house.received


async def test_the_log_names_neither_people_nor_words(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "bot")
    message = scene.platform.message(USER, "我叫王小丽")
    await scene.platform.push(message)
    await scene.platform.push(message, scene.platform.query() | {"signature": "0" * 40})
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert lines == ["weibo: callback refused: signature"]


async def test_a_signed_query_carries_one_body_only(scene: Scene) -> None:
    query = scene.platform.query()
    message = scene.platform.message(USER, "在吗")
    assert (await scene.platform.push(message, query)).status == 200
    assert (await scene.platform.push(message, query)).status == 200
    other = scene.platform.message(USER, "取消预约")
    assert (await scene.platform.push(other, query)).status == 403
    assert {each.text for each in scene.house.received} == {"在吗"}


async def test_repeats_have_one_key_and_two_messages_in_one_second_two(scene: Scene) -> None:
    for _ in range(3):
        await scene.platform.push(scene.platform.message(USER, "一"))
    await scene.platform.push(scene.platform.message(USER, "二"))
    assert len({each.key for each in scene.house.received}) == 2
    assert all(len(each.key.split()) == 1 for each in scene.house.received)


async def test_a_busy_house_is_asked_three_times(scene: Scene) -> None:
    scene.house.trouble = Busy()
    assert (await scene.platform.say(USER, "在吗")).status == 503
    assert len(scene.house.received) == ATTEMPTS


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"type": "image", "data": {"vfid": 1}}, MessageKind.IMAGE),
        ({"type": "voice"}, MessageKind.VOICE),
        ({"type": "position", "data": {"longitude": "104"}}, MessageKind.LOCATION),
        ({"type": "event", "data": {"subtype": "follow"}}, MessageKind.FOLLOW),
        ({"type": "event", "data": {"subtype": "subscribe"}}, MessageKind.FOLLOW),
        ({"type": "event", "data": {"subtype": "unfollow"}}, MessageKind.UNFOLLOW),
        ({"type": "event", "data": {"subtype": "click", "key": "BOOK"}}, MessageKind.MENU),
        ({"type": "event", "data": {"subtype": "mention"}}, None),
        ({"type": "event"}, None),
        ({"type": "video"}, None),
        ({"sender_id": "x"}, None),
        ({"sender_id": UID}, None),
        ({"sender_id": USER, "receiver_id": str(UID), "data": None}, MessageKind.TEXT),
        ({"created_at": "nonsense"}, MessageKind.TEXT),
    ],
)
def test_every_kind_of_callback_is_read(more: dict[str, object], kind: MessageKind | None) -> None:
    found = read_message(FakeWeibo().message(USER, "在吗", **more), 1767225600.0)
    assert (found.kind if found else None) == kind


async def test_unknown_events_are_acknowledged_and_left_alone(scene: Scene) -> None:
    event = {"type": "event", "data": {"subtype": "mention"}}
    delivery = await scene.platform.say(USER, "", **event)
    assert (delivery.status, delivery.body, scene.house.received) == (200, b"", [])


async def test_what_is_too_long_is_left_to_staff_whole(scene: Scene) -> None:
    assert scene.channel.fits(("一" * 200, "二" * 200)) == 1
    assert scene.channel.fits(("一" * 300,)) == 0
    assert scene.channel.fits(("一" * 100, "二" * 100)) == 2


async def test_the_office_may_answer_by_hand(scene: Scene) -> None:
    scene.house.settings = replace(scene.house.settings, weibo_passive_reply=False)
    scene.house.default = ()
    await scene.platform.say(USER, "在吗")
    assert not scene.house.received[-1].passive
    assert (scene.channel.fits(("好",)), scene.channel.state()) == (0, "by_hand")


async def test_nobody_is_written_to_first(scene: Scene) -> None:
    message = OutboundMessage(1, ContactRef("weibo", USER), "已确认", Purpose.RESULT)
    sent = await scene.channel.send(message, Route.PUSH)
    assert (sent.outcome, sent.reason) == (SendOutcome.UNREACHABLE, "clerk_only")


async def test_an_unguessable_end_of_the_address_can_be_asked_for() -> None:
    house = House(MovableClock())
    env = FakeWeibo().environment() | {"MENTING_WEIBO_PATH_TOKEN": "a-secret-path"}
    channel = create(house.context(env))
    assert channel is not None
    assert {route.path for route in channel.routes()} == {"/weibo/a-secret-path"}
    with pytest.raises(ValueError, match="PATH_TOKEN"):
        create(house.context(env | {"MENTING_WEIBO_PATH_TOKEN": "../x"}))


def test_without_secrets_it_is_off() -> None:
    house = House(MovableClock())
    assert create(house.context({})) is None
    assert create(house.context({"MENTING_WEIBO_APP_SECRET": "s"})) is None
