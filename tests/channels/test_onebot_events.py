"""What the OneBot channel hears in the events of a protocol end."""

import json
from pathlib import Path

import pytest

from bot.channels.onebot.events import Rooms, is_message, parse_message
from bot.channels.onebot.segments import Segment, read_message, unescape, unescape_parameter
from bot.channels.parts.wire import parse_object
from bot.domain.messages import InboundMessage

ROOMS = Rooms("onebot:700000001", frozenset({"700000003"}))
FIXTURES = sorted((Path(__file__).parent / "fixtures" / "onebot").glob("*.json"))


def as_seen(message: InboundMessage | None) -> object:
    if message is None:
        return None
    return {
        "key": message.key,
        "contact": message.contact.address,
        "kind": message.kind.value,
        "text": message.text,
        "at": message.at.isoformat(),
        "room": message.room.address if message.room else None,
        "quoted": message.quoted,
        "sender_name": message.sender_name,
        "mentions_us": message.mentions_us,
    }


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_an_event_is_heard_as_its_fixture_says(path: Path) -> None:
    fixture = json.loads(path.read_text("utf-8"))
    assert as_seen(parse_message(fixture["event"], ROOMS)) == fixture["message"]


def test_without_a_staff_group_no_group_is_heard() -> None:
    fixture = json.loads(FIXTURES[0].read_text("utf-8"))
    assert parse_message(fixture["event"], Rooms()) is None


@pytest.mark.parametrize(
    "kind", ["message_sent", "notice", "request", "meta_event", "new", 7, None]
)
def test_only_messages_are_messages(kind: object) -> None:
    assert not is_message({"post_type": kind})


@pytest.mark.parametrize("raw", ["", "{", "[1]", "null", "7", "[" * 100_000, b"\xff", "1" * 9999])
def test_what_is_no_json_object_is_nothing(raw: str | bytes) -> None:
    assert parse_object(raw) is None


def test_escapes_of_cq_strings_are_undone_in_the_right_order() -> None:
    assert unescape("周五&#91;上午&#93; A&amp;B,C") == "周五[上午] A&B,C"
    assert unescape_parameter("a&#44;b&amp;c&#93;") == "a,b&c]"
    assert unescape("&amp;#91;") == "&#91;"


def test_parameters_of_cq_codes_are_split_at_the_first_equals_sign() -> None:
    share = "看[CQ:share,url=https://example.org/?a=1&amp;b=2,title=a&#44;b]"
    assert read_message(share) == (
        Segment("text", {"text": "看"}),
        Segment("share", {"url": "https://example.org/?a=1&b=2", "title": "a,b"}),
    )


def test_a_code_without_parameters_and_an_unfinished_code_are_harmless() -> None:
    assert read_message("[CQ:shake][CQ:at,qq=1") == (
        Segment("shake"),
        Segment("text", {"text": "[CQ:at,qq=1"}),
    )


def test_marks_of_direction_are_not_part_of_a_text() -> None:
    assert read_message("\u202e确认\u200b A102") == (Segment("text", {"text": "确认 A102"}),)


@pytest.mark.parametrize("user", [10**30, "1" * 60, -5, 0, "10000002x", True, 1.5, [], {}, None])
def test_a_writer_without_a_number_is_not_heard(user: object) -> None:
    event = json.loads((FIXTURES[0]).read_text("utf-8"))["event"]
    assert parse_message({**event, "user_id": user}, ROOMS) is None


def test_a_number_with_blanks_or_zeros_is_the_same_account() -> None:
    event = json.loads((FIXTURES[0]).read_text("utf-8"))["event"]
    for user in (" 10000002 ", "0010000002"):
        message = parse_message({**event, "user_id": user}, ROOMS)
        assert message is not None
        assert message.contact.address == "10000002"
