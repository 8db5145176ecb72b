"""Messages and events of the smart robot made into inbound messages (sheet wecom.md section 3)."""

import re
from datetime import UTC, datetime

from msgspec import Struct

from bot.channels.parts.wire import JsonObject, number_in, object_in, objects_in, text_in
from bot.channels.wecom.cards import Press, read_press
from bot.channels.wecom.words import UNKNOWN_QUOTE, heard, signature
from bot.domain.calendar import CHINA
from bot.domain.messages import ContactRef, InboundMessage, MessageKind, group_ref

NAME = "wecom"
ADDRESS = re.compile(r"[A-Za-z0-9_@.\-]{1,128}")
_ID = re.compile(r"[!-~]{1,200}")
_KINDS = {
    "text": MessageKind.TEXT,
    "mixed": MessageKind.TEXT,
    "voice": MessageKind.VOICE,
    "image": MessageKind.IMAGE,
    "video": MessageKind.VIDEO,
    "file": MessageKind.OTHER,
}
_LAST_TIME = 32_503_680_000  # the year 3000: beyond it is nonsense


class Heard(Struct, frozen=True):
    """One thing for the house. `response_url`: where it may be answered once (URL mode), or "";
    `press`: the button of a card that said it."""

    message: InboundMessage
    response_url: str = ""
    press: Press | None = None


def read_event(body: JsonObject, robot: str, now: float) -> Heard | None:
    """What the house should hear; None where there is nothing to do.

    `robot`: the name behind the @. Times are CHINA; `now` (unix seconds) stands in for a time that
    was not told. In groups only what calls the robot arrives.
    """
    number, member = text_in(body, "msgid"), text_in(object_in(body, "from"), "userid")
    group = text_in(body, "chatid") if text_in(body, "chattype") == "group" else ""
    if not (_ID.fullmatch(number) and ADDRESS.fullmatch(member)):
        return None
    if text_in(body, "chattype") == "group" and not ADDRESS.fullmatch(group):
        return None
    said = _said(body, robot, in_group=bool(group))
    if said is None:
        return None
    kind, text, quoted, press = said
    message = InboundMessage(
        key=f"{NAME}:{number}",
        contact=ContactRef(NAME, member),
        kind=kind,
        text=text,
        at=_moment(body, now),
        room=group_ref(NAME, group) if group else None,
        quoted=quoted,
        mentions_us=bool(group),
    )
    return Heard(message, text_in(body, "response_url"), press)


_Said = tuple[MessageKind, str, str | None, Press | None]


def _said(body: JsonObject, robot: str, *, in_group: bool) -> _Said | None:
    msg_type = text_in(body, "msgtype")
    if msg_type == "event":
        press = read_press(object_in(body, "event"))
        # by its code, not by a quote: it must hold though nobody knows whether the card arrived
        return (MessageKind.TEXT, f"{press.order} {press.code}", None, press) if press else None
    kind = _KINDS.get(msg_type)
    if kind is None:  # a poll of a stream, or something new
        return None
    text = heard(_words(body), robot, in_group=in_group)
    if kind is MessageKind.VOICE and text:
        kind = MessageKind.TEXT
    return kind, text, _quoted(body), None


def _words(part: JsonObject) -> str:
    """The words of a message or of a quote."""
    kind = text_in(part, "msgtype")
    if kind == "mixed":
        pieces = objects_in(object_in(part, "mixed"), "msg_item")
        return " ".join(filter(None, map(_words, pieces)))
    return text_in(object_in(part, kind), "content") if kind in ("text", "voice") else ""


def _quoted(body: JsonObject) -> str | None:
    """By what the quoted message is found again; a quote of something else stays unknown."""
    quote = object_in(body, "quote")
    return (signature(_words(quote)) or UNKNOWN_QUOTE) if quote else None


def _moment(body: JsonObject, now: float) -> datetime:
    told = number_in(body, "create_time")
    seconds = told if told is not None and 0 < told < _LAST_TIME else now
    return datetime.fromtimestamp(seconds, UTC).astimezone(CHINA)
