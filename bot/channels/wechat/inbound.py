"""What a push says: XML in, InboundMessage out (sheet of 2026-11-23, sections 5, 6 and 9)."""

import re
from datetime import datetime

from bot.channels.parts.callbacks import Refused
from bot.channels.wechat.flat import Fields, parse_fields
from bot.domain.calendar import CHINA
from bot.domain.characters import clean
from bot.domain.messages import ContactRef, InboundMessage, MessageKind
from bot.domain.windows import window_opened

NAME = "wechat"
MAX_TEXT = 2000
_KINDS = {
    "text": MessageKind.TEXT,
    "image": MessageKind.IMAGE,
    "voice": MessageKind.VOICE,
    "video": MessageKind.VIDEO,
    "shortvideo": MessageKind.VIDEO,
    "location": MessageKind.LOCATION,
    "link": MessageKind.LINK,
}
_TEXT_OF = {"text": "Content", "voice": "Recognition", "location": "Label", "link": "Title"}
_EVENTS = {
    "subscribe": MessageKind.FOLLOW,
    "unsubscribe": MessageKind.UNFOLLOW,
    "scan": MessageKind.SCAN,
    "click": MessageKind.MENU,
}
_SCENE_PREFIX = "qrscene_"
_ADDRESS = re.compile(r"[!-~]{1,128}")  # an openid has 28 characters of a-z, A-Z, 0-9, _ and -
_NUMBER = re.compile(r"[0-9]{1,20}")


def read_fields(xml: str) -> Fields:
    """The fields of a push; sender, receiver, type and time are there. Raises Refused (400)."""
    fields = parse_fields(xml)
    for name in ("ToUserName", "FromUserName", "MsgType", "CreateTime"):
        if not fields.get(name):
            raise Refused(400, f"no_{name}")
    if _ADDRESS.fullmatch(fields["FromUserName"]) is None:
        raise Refused(400, "address")
    return fields


def read_message(fields: Fields) -> InboundMessage | None:
    """The message or event; None where there is nothing to do but to say `success`.

    Times are CHINA; a voice message whose words came along is a TEXT. Raises Refused (400).
    """
    msg_type = fields["MsgType"].lower()
    at = moment_of(fields["CreateTime"])
    if msg_type == "event":
        return _event(fields, at)
    kind = _KINDS.get(msg_type, MessageKind.OTHER)
    text = written(fields.get(_TEXT_OF.get(msg_type, ""), ""))
    if kind is MessageKind.VOICE and text:
        kind = MessageKind.TEXT
    # a tapped item of a message menu counts as a menu click, not as a message (sheet section 9)
    act = MessageKind.MENU if "bizmsgmenuid" in fields else kind
    return InboundMessage(
        key=key_of(fields),
        contact=ContactRef(NAME, fields["FromUserName"]),
        kind=kind,
        text=text,
        at=at,
        passive=True,
        window=window_opened(NAME, act, at),
    )


def _event(fields: Fields, at: datetime) -> InboundMessage | None:
    kind = _EVENTS.get(fields.get("Event", "").lower())
    if kind is None:
        return None
    scene = written(fields.get("EventKey", "")).removeprefix(_SCENE_PREFIX) or None
    return InboundMessage(
        key=key_of(fields),
        contact=ContactRef(NAME, fields["FromUserName"]),
        kind=kind,
        text="",
        at=at,
        passive=True,
        scene=scene,
        window=window_opened(NAME, kind, at),
    )


def written(text: str) -> str:
    """Without control and unseen characters and outer spaces, at most MAX_TEXT characters."""
    if len(text) > MAX_TEXT:
        text = text[: 2 * MAX_TEXT]
    return clean(text).strip()[:MAX_TEXT]


def key_of(fields: Fields) -> str:
    """What makes a repeated delivery the same message (sheet section 7)."""
    number = fields.get("MsgId", "")
    if _NUMBER.fullmatch(number):
        return f"{NAME}:{number}"
    event = (fields["FromUserName"], fields["CreateTime"], fields.get("Event", fields["MsgType"]))
    about = fields.get("EventKey", "") or fields.get("MsgID", "")
    # a key is one word: it stands in the log
    return "".join(":".join((NAME, *event, about))[:256].split())


def moment_of(seconds: str) -> datetime:
    """CreateTime. Raises Refused (400)."""
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 10):
        raise Refused(400, "create_time")
    return datetime.fromtimestamp(int(seconds), CHINA)
