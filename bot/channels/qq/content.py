"""What a QQ message says: its words without the marks around them, its kind, what it quotes."""

import re

from bot.channels.parts.wire import JsonObject, object_in, objects_in, text_in
from bot.domain.messages import MEMBER_PREFIX, MessageKind

MAX_TEXT = 2000
_FACE = re.compile(r"<faceType=[^<>]{0,2000}>")
_CALL = re.compile(r"<@!?([A-Za-z0-9_-]{1,128})>")
_CARD = 3
_KINDS = (
    ("image", MessageKind.IMAGE),
    ("voice", MessageKind.VOICE),
    ("video", MessageKind.VIDEO),
)
_QUOTED = "ref_msg_idx="


def words_in(body: JsonObject, *, is_called: bool) -> str:
    """The words of a message, at most MAX_TEXT characters; of a voice message what the platform
    heard. Faces are left out, and so is the call by which a message reached us (`is_called`);
    others who are called are `@member:ID`."""
    text = _FACE.sub("", text_in(body, "content")[: 4 * MAX_TEXT]).strip()
    ours = _our_ids(body)
    if is_called and not ours and (first := _CALL.match(text)):
        ours = frozenset({first[1]})
    text = _CALL.sub(
        lambda call: "" if call[1] in ours else f"@{MEMBER_PREFIX}{call[1]} ", text
    ).strip()
    if not text:
        heard = (
            text_in(each, "asr_refer_text").strip() for each in objects_in(body, "attachments")
        )
        text = next(filter(None, heard), "")
    return text[:MAX_TEXT].strip()


def kind_of(body: JsonObject, text: str) -> MessageKind:
    """TEXT where there are words, else what is attached."""
    if text:
        return MessageKind.TEXT
    if _FACE.search(text_in(body, "content")[: 4 * MAX_TEXT]):
        return MessageKind.STICKER
    attached = [text_in(each, "content_type") for each in objects_in(body, "attachments")]
    for beginning, kind in _KINDS:
        if any(each.startswith(beginning) for each in attached):
            return kind
    return MessageKind.LINK if body.get("message_type") == _CARD else MessageKind.OTHER


def quoted_in(body: JsonObject) -> str | None:
    """The REFIDX_ of the message that this one answers."""
    extras = object_in(body, "message_scene").get("ext")
    for extra in extras if isinstance(extras, list) else ():
        if isinstance(extra, str) and extra.startswith(_QUOTED):
            return extra.removeprefix(_QUOTED)[:200] or None
    return None


def _our_ids(body: JsonObject) -> frozenset[str]:
    return frozenset(
        number
        for mention in objects_in(body, "mentions")
        if mention.get("is_you") is True
        for number in (text_in(mention, "id"), text_in(mention, "member_openid"))
        if number
    )
