"""What a Weibo callback says: JSON in, InboundMessage out (sheet weibo.md section 3)."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.channels.parts.wire import JsonObject, object_in, text_in
from bot.domain.calendar import CHINA
from bot.domain.messages import ContactRef, InboundMessage, MessageKind

NAME = "weibo"
MAX_TEXT = 2000
_UID = re.compile(r"[0-9]{1,20}")
_KINDS = {
    "text": MessageKind.TEXT,
    "image": MessageKind.IMAGE,
    "voice": MessageKind.VOICE,
    "position": MessageKind.LOCATION,
}
_EVENTS = {
    "follow": MessageKind.FOLLOW,
    "subscribe": MessageKind.FOLLOW,
    "unfollow": MessageKind.UNFOLLOW,
    "unsubscribe": MessageKind.UNFOLLOW,
    "scan": MessageKind.SCAN,
    "click": MessageKind.MENU,
}


def read_message(fields: JsonObject, now: float) -> InboundMessage | None:
    """The message or event; None for what is unknown or no person's. Times are CHINA; `now` (unix
    seconds) stands in for a time that cannot be read.

    There is no message id: sender, second and words are the key (sheet section 3).
    """
    sender, data = text_in(fields, "sender_id"), object_in(fields, "data")
    kind = _kind(fields, data)
    if kind is None or not _UID.fullmatch(sender) or sender == text_in(fields, "receiver_id"):
        return None
    text = text_in(fields, "text").strip()[:MAX_TEXT] if kind is MessageKind.TEXT else ""
    return InboundMessage(
        key=_key(fields, sender),
        contact=ContactRef(NAME, sender),
        kind=kind,
        text=text,
        at=_moment(text_in(fields, "created_at"), now),
        passive=True,
        scene=text_in(data, "key").strip()[:64] or None,
    )


def _kind(fields: JsonObject, data: JsonObject) -> MessageKind | None:
    """Unknown types are left alone: the platform advises so."""
    known: Mapping[str, MessageKind] = _KINDS
    told = text_in(fields, "type")
    if told == "event":
        known, told = _EVENTS, text_in(data, "subtype")
    return known.get(told)


def _key(fields: JsonObject, sender: str) -> str:
    said = "\0".join((text_in(fields, "type"), str(fields.get("data")), text_in(fields, "text")))
    words = hashlib.sha256(said.encode(errors="replace")).hexdigest()[:16]
    at = re.sub(r"[^A-Za-z0-9:+-]", "", text_in(fields, "created_at"))[:40]
    return f"{NAME}:{sender}:{at}:{words}"


def _moment(told: str, now: float) -> datetime:
    try:
        at = datetime.strptime(told, "%a %b %d %H:%M:%S %z %Y")
    except ValueError:
        at = datetime.fromtimestamp(now, UTC)
    return at.astimezone(CHINA)
