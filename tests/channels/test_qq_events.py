"""What events of the platform mean, as the sheet and public captures show them."""

from collections.abc import Mapping

import pytest

from bot.channels.qq.events import Heard, read_event
from bot.domain.messages import MessageKind, group_ref

NOW = 1795395600.0  # 2026-11-23 09:00 in Chengdu
SHEET: Mapping[str, object] = {
    "id": "GROUP_MESSAGE_CREATE:demo1",
    "op": 0,
    "s": 12,
    "t": "GROUP_MESSAGE_CREATE",
    "d": {
        "id": "ROBOT1.0_demo1",
        "group_openid": "G0001",
        "group_id": "G0001",
        "content": "确认 A102",
        "message_type": 0,
        "timestamp": "2026-11-23T09:00:00+08:00",
        "author": {
            "id": "M0001",
            "member_openid": "M0001",
            "member_role": "admin",
            "username": "窗口小王",
            "bot": False,
            "union_openid": "",
        },
        "mentions": [],
        "message_scene": {"source": "default", "ext": ["msg_idx=REFIDX_demo1=="]},
    },
}


def private(**more: object) -> Heard | None:
    """What is heard of a private message with these fields."""
    body = {
        "id": "ROBOT1.0_1",
        "author": {"id": "U0001", "user_openid": "U0001"},
        "content": "在吗",
        "timestamp": "2026-11-23T09:00:00+08:00",
    }
    event = {"id": "C2C_MESSAGE_CREATE:1", "op": 0, "t": "C2C_MESSAGE_CREATE", "d": body | more}
    return read_event(event, "", NOW)


def group(staff_group: str = "", **more: object) -> Heard | None:
    """What is heard of the sheet's message with other fields."""
    body = SHEET["d"]
    assert isinstance(body, dict)
    return read_event({**SHEET, "d": {**body, **more}}, staff_group, NOW)


def test_the_sheets_message_in_the_staff_group() -> None:
    heard = group("qq:G0001")
    assert heard is not None
    message = heard.message
    assert (message.key, message.text, message.sender_name) == (
        "qq:ROBOT1.0_demo1",
        "确认 A102",
        "窗口小王",
    )
    assert message.room == group_ref("qq", "G0001")
    assert message.at.isoformat() == "2026-11-23T09:00:00+08:00"
    assert not message.mentions_us
    assert heard.window is not None
    assert (heard.window.messages, heard.window.until.isoformat()) == (
        5,
        "2026-11-23T09:05:00+08:00",
    )


def test_a_quote_names_the_message_it_answers() -> None:
    scene = {"source": "default", "ext": ["msg_idx=REFIDX_2==", "ref_msg_idx=REFIDX_card=="]}
    heard = group("qq:G0001", message_scene=scene, message_type=103)
    assert heard is not None
    assert heard.message.quoted == "REFIDX_card=="


def test_the_same_message_in_another_group_is_not_for_us() -> None:
    assert group("qq:G0002") is None
    assert group("onebot:G0001") is None


def test_everybody_who_is_called_is_not_us() -> None:
    assert group(mentions=[{"scope": "all"}]) is None


def test_a_private_message_may_be_answered_for_an_hour() -> None:
    heard = private()
    assert heard is not None
    assert heard.message.window == heard.window
    assert heard.window is not None
    assert (heard.window.messages, heard.window.until.isoformat()) == (
        4,
        "2026-11-23T10:00:00+08:00",
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("  在吗 \u200b", "在吗"),
        ('你好<faceType=1,faceId="13",ext="eyJ0ZXh0IjoiIn0=">', "你好"),
        ("问下<@OTHER01> 说的", "问下@member:OTHER01  说的"),
        ("约" * 3000, "约" * 2000),
    ],
)
def test_words_come_without_what_is_not_words(content: str, text: str) -> None:
    heard = private(content=content)
    assert heard is not None
    assert heard.message.text == text
    assert heard.message.kind is MessageKind.TEXT


@pytest.mark.parametrize("call", ["<@B1>", "<@!B1>", " <@B1> "])
def test_the_call_itself_is_not_part_of_what_was_said(call: str) -> None:
    you = [{"is_you": True, "id": "B1"}]
    heard = group(content=f"{call}在吗", mentions=you)
    assert heard is not None
    assert heard.message.text == "在吗"
    at_event = {**SHEET, "t": "GROUP_AT_MESSAGE_CREATE"}
    body = at_event["d"]
    assert isinstance(body, dict)
    unnamed = read_event({**at_event, "d": {**body, "content": f"{call}在吗"}}, "", NOW)
    assert unnamed is not None
    assert unnamed.message.text == "在吗"


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"attachments": [{"content_type": "image/jpeg"}]}, MessageKind.IMAGE),
        ({"attachments": [{"content_type": "video/mp4"}]}, MessageKind.VIDEO),
        ({"attachments": [{"content_type": "voice"}]}, MessageKind.VOICE),
        ({"attachments": [{"content_type": "file"}]}, MessageKind.OTHER),
        ({"attachments": "nonsense"}, MessageKind.OTHER),
        ({"content": '<faceType=4,faceId="",ext="e30=">'}, MessageKind.STICKER),
        ({"message_type": 3}, MessageKind.LINK),
        ({"message_type": 102}, MessageKind.OTHER),
    ],
)
def test_every_kind_of_message_is_known(more: Mapping[str, object], kind: MessageKind) -> None:
    heard = private(**({"content": ""} | dict(more)))
    assert heard is not None
    assert (heard.message.kind, heard.message.text) == (kind, "")


def test_a_voice_message_that_the_platform_heard_is_a_text() -> None:
    voice = [{"content_type": "voice", "asr_refer_text": "我想约居住证"}]
    heard = private(content="", attachments=voice)
    assert heard is not None
    assert (heard.message.kind, heard.message.text) == (MessageKind.TEXT, "我想约居住证")


@pytest.mark.parametrize(
    "more",
    [
        {"author": {"user_openid": "U0001", "bot": True}},
        {"author": {}},
        {"author": {"user_openid": "../groups/G0001"}},
        {"id": ""},
        {"id": "两个 字"},
        {"author": "nobody"},
    ],
)
def test_bots_and_events_without_ids_are_not_for_us(more: Mapping[str, object]) -> None:
    assert private(**more) is None


@pytest.mark.parametrize("told", ["", "yesterday", "99999999999999999999", None, [1]])
def test_a_time_that_cannot_be_read_is_now(told: object) -> None:
    heard = private(timestamp=told)
    assert heard is not None
    assert heard.message.at.timestamp() == NOW


@pytest.mark.parametrize("event", [{}, {"t": "C2C_MESSAGE_CREATE"}, {"t": 3, "d": []}])
def test_nonsense_is_not_for_us(event: Mapping[str, object]) -> None:
    assert read_event(event, "", NOW) is None
