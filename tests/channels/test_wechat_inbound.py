"""Every kind of push, in the form the platform sheet gives, becomes the right message, or none."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.parts.callbacks import Refused
from bot.channels.wechat.inbound import read_fields, read_message, written
from bot.channels.wechat.notices import read_notice_news
from bot.domain.calendar import CHINA
from bot.domain.messages import Consent, ContactRef, DeliveryWindow, InboundMessage, MessageKind

PAYLOADS = Path(__file__).parent / "fixtures" / "wechat"
AT = datetime(2026, 1, 1, 8, tzinfo=CHINA)
IGNORED = (
    "event_view",
    "event_view_miniprogram",
    "event_location",
    "event_scancode_push",
    "event_pic_sysphoto",
    "event_masssendjobfinish",
    "event_subscribe_msg_popup",
    "event_unknown",
)


def read(name: str) -> InboundMessage | None:
    return read_xml((PAYLOADS / f"{name}.xml").read_text("utf-8"))


def read_xml(xml: str) -> InboundMessage | None:
    """As the webhook reads it."""
    fields = read_fields(xml)
    return read_message(fields) or read_notice_news(fields, xml)


def seen(name: str) -> InboundMessage:
    message = read(name)
    assert message is not None
    return message


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("text", MessageKind.TEXT, "预约周三上午"),
        ("text_multiline", MessageKind.TEXT, "我想约居住证\n周六上午 😀"),
        ("text_menu_item", MessageKind.TEXT, "上午"),
        ("text_from_article", MessageKind.TEXT, "在吗"),
        ("image", MessageKind.IMAGE, ""),
        ("voice", MessageKind.VOICE, ""),
        ("voice_empty_recognition", MessageKind.VOICE, ""),
        ("voice_recognised", MessageKind.TEXT, "明天上午办社保卡。"),
        ("video", MessageKind.VIDEO, ""),
        ("shortvideo", MessageKind.VIDEO, ""),
        ("location", MessageKind.LOCATION, "成都市温江区柳城街道"),
        ("link", MessageKind.LINK, "办事指南"),
        ("miniprogrampage", MessageKind.OTHER, ""),
        ("file", MessageKind.OTHER, ""),
    ],
)
def test_a_message_has_its_kind_and_its_words(name: str, kind: MessageKind, text: str) -> None:
    message = seen(name)
    assert (message.kind, message.text) == (kind, text)
    assert message.contact == ContactRef("wechat", "oTestOpenId0001")
    assert message.at == AT
    assert message.passive


@pytest.mark.parametrize(
    ("name", "kind", "scene"),
    [
        ("event_subscribe", MessageKind.FOLLOW, None),
        ("event_subscribe_no_key", MessageKind.FOLLOW, None),
        ("event_subscribe_scene", MessageKind.FOLLOW, "c:shequ-07"),
        ("event_unsubscribe", MessageKind.UNFOLLOW, None),
        ("event_scan", MessageKind.SCAN, "w:03"),
        ("event_click", MessageKind.MENU, "book"),
    ],
)
def test_an_event_has_its_kind_and_its_scene(
    name: str, kind: MessageKind, scene: str | None
) -> None:
    message = seen(name)
    assert (message.kind, message.scene) == (kind, scene)


@pytest.mark.parametrize("name", IGNORED)
def test_an_event_that_needs_no_answer_is_no_message(name: str) -> None:
    assert read(name) is None


def test_a_notice_that_did_not_arrive_is_a_receipt() -> None:
    receipt = seen("event_templatesendjobfinish")
    assert (receipt.kind, receipt.quoted) == (MessageKind.RECEIPT, "200163836")
    assert (receipt.text, receipt.window, receipt.passive) == ("blocked", None, False)
    assert receipt.key.endswith(":TEMPLATESENDJOBFINISH:200163836")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("success", ""),
        ("pending", None),
        ("failed: system failed", "template_failed"),
        ("failed:user block", "blocked"),
    ],
)
def test_a_notice_ends_as_its_status_says(status: str, reason: str | None) -> None:
    xml = (PAYLOADS / "event_templatesendjobfinish.xml").read_text("utf-8")
    message = read_xml(xml.replace("failed:user block", status))
    assert (message.text if message else None) == reason


@pytest.mark.parametrize("wrapper", ["SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent"])
def test_what_was_answered_to_a_subscription_box_is_heard_entry_by_entry(wrapper: str) -> None:
    xml = (PAYLOADS / "event_subscribe_msg_answers.xml").read_text("utf-8")
    news = read_xml(xml.replace("SubscribeMsgPopupEvent", wrapper))
    assert news is not None
    assert (news.kind, news.passive) == (MessageKind.CONSENT, False)
    assert news.consents == (Consent("T-RESULT", True), Consent("T-REMINDER", False))


@pytest.mark.parametrize(
    ("code", "reason"), [("0", ""), ("43101", "refused"), ("47003", "template_failed")]
)
def test_what_became_of_a_subscription_notice_is_a_receipt(code: str, reason: str) -> None:
    xml = (PAYLOADS / "event_subscribe_msg_sent.xml").read_text("utf-8")
    receipt = read_xml(xml.replace("<ErrorCode>0<", f"<ErrorCode>{code}<"))
    assert receipt is not None
    assert (receipt.kind, receipt.quoted) == (MessageKind.RECEIPT, "1864323726461255680")
    assert receipt.text == reason
    assert [each.template for each in receipt.consents] == ["T-RESULT"]


def test_every_payload_is_readable() -> None:
    for path in PAYLOADS.glob("*.xml"):
        read_xml(path.read_text("utf-8"))


def test_the_key_is_the_message_id_or_what_makes_an_event_unique() -> None:
    assert seen("text").key == "wechat:24681357902468135"
    assert seen("event_scan").key == "wechat:oTestOpenId0001:1767225600:SCAN:w:03"
    assert seen("event_click").key != seen("event_scan").key


@pytest.mark.parametrize(
    ("name", "messages", "lasts"),
    [
        ("text", 5, timedelta(hours=48)),
        ("image", 5, timedelta(hours=48)),
        ("text_menu_item", 3, timedelta(minutes=1)),
        ("event_subscribe", 3, timedelta(minutes=1)),
        ("event_scan", 3, timedelta(minutes=1)),
        ("event_click", 3, timedelta(minutes=1)),
    ],
)
def test_each_action_opens_its_window(name: str, messages: int, lasts: timedelta) -> None:
    window = seen(name).window
    assert window is not None
    assert (window.messages, window.until) == (messages, AT + lasts)


def test_a_message_of_a_kind_we_do_not_know_opens_the_long_window_too() -> None:
    xml = (PAYLOADS / "text.xml").read_text("utf-8").replace("[text]", "[file]")
    message = read_message(read_fields(xml))
    assert message is not None
    assert message.kind is MessageKind.OTHER
    assert message.window == DeliveryWindow(AT + timedelta(hours=48), 5)


def test_leaving_opens_no_window() -> None:
    assert seen("event_unsubscribe").window is None


def test_a_long_text_is_capped_and_control_characters_are_gone() -> None:
    assert written("\x00 我\x0b想\x7f\x85约 \r\n") == "我想约"
    assert len(written("长" * 50_000)) == 2000
    assert written("\u202d13800138000\u202c\u200b") == "13800138000"


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "{}",
        "no xml at all",
        "<xml>",
        "<xml/>",
        "<xml><MsgType/></xml>",
        "<a><b/></a>",
        "<xml><ToUserName>g</ToUserName><FromUserName>o</FromUserName><MsgType>text</MsgType></xml>",
        "<xml>&#11;</xml>",
        "<xml>&undefined;</xml>",
    ],
)
def test_garbage_is_refused(xml: str) -> None:
    with pytest.raises(Refused) as refused:
        read_fields(xml)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "seconds", ["soon", "9" * 30, "-9" * 12, "1e9", "-1", "1_0", "１２", "253402200000"]
)
def test_an_impossible_time_is_refused(seconds: str) -> None:
    xml = (PAYLOADS / "text.xml").read_text("utf-8").replace("1767225600", seconds)
    with pytest.raises(Refused, match="create_time"):
        read_message(read_fields(xml))
