"""Payloads as the platform shows them, and what the house hears of them (sheet section 3)."""

import json
from pathlib import Path

from bot.channels.wecom.events import Heard, read_event
from bot.channels.wecom.words import heard, markdown

FIXTURES = Path(__file__).parent / "fixtures" / "wecom"


def read(name: str, robot: str = "") -> Heard:
    found = read_event(json.loads((FIXTURES / f"{name}.json").read_text("utf-8")), robot, 1.0)
    assert found is not None
    return found


def test_a_message_of_a_group() -> None:
    found = read("group_text")
    assert (found.message.key, found.message.text) == ("wecom:M1", "确认 A1024")
    assert found.response_url.endswith("response_code=RC1")


def test_a_pressed_button() -> None:
    found = read("card_event")
    assert (found.message.text, found.message.quoted) == ("确认 A1024", None)
    assert (found.message.contact.address, found.message.at.isoformat()) == (
        "lisi",
        "2026-01-01T08:01:40+08:00",
    )


def test_a_quote() -> None:
    found = read("group_quote", "预约助手")
    assert (found.message.text, found.message.quoted) == ("确认", "A1024")


def test_a_name_with_blanks_is_left_out_where_it_is_known() -> None:
    assert heard("@预约 助手 确认 A101", "预约 助手", in_group=True) == "确认 A101"
    assert heard("确认 A101 @预约 助手", "预约 助手", in_group=True) == "确认 A101"
    assert heard("@别人 说说看", "", in_group=False) == "@别人 说说看"


def test_a_long_text_is_cut_in_bytes() -> None:
    assert len(markdown("很长" * 2000).encode()) <= 4096
