"""OneBot events made into inbound messages (platform sheet onebot.md sections 4 and 5)."""

from datetime import datetime

from msgspec import Struct

from bot.channels.onebot.segments import Segment, read_message
from bot.channels.parts.wire import JsonObject, is_number, number_in, object_in, text_in
from bot.domain.calendar import CHINA
from bot.domain.messages import ContactRef, InboundMessage, MessageKind, group_ref

NAME = "onebot"
_LAST_TIME = 32_503_680_000  # the year 3000: beyond it is nonsense

_KINDS = {
    "image": MessageKind.IMAGE,
    "record": MessageKind.VOICE,
    "video": MessageKind.VIDEO,
    "face": MessageKind.STICKER,
    "mface": MessageKind.STICKER,
    "dice": MessageKind.STICKER,
    "rps": MessageKind.STICKER,
    "location": MessageKind.LOCATION,
    "share": MessageKind.LINK,
    "music": MessageKind.LINK,
}


def is_message(event: JsonObject) -> bool:
    """Whether somebody wrote something. `message_sent` is our own and not one."""
    return event.get("post_type") == "message"


class Rooms(Struct, frozen=True):
    """The groups we listen to: `staff` as `onebot:700000001`, `residents` by number."""

    staff: str = ""
    residents: frozenset[str] = frozenset()


def parse_message(event: JsonObject, rooms: Rooms) -> InboundMessage | None:
    """The message in a message event, or None where it is not for us.

    Not for us: our own words, anonymous ones, groups that are not in `rooms`, talk in a group of
    residents that does not call us, temporary sessions (anybody of any shared group, sheet
    section 8), hints of the platform, and events without the numbers every message has.
    """
    if not _is_for_us(event, rooms):
        return None
    key, at = _key(event), _moment(event)
    if key is None or at is None:
        return None
    us, group = text_in(event, "self_id"), text_in(event, "group_id")
    segments = read_message(event.get("message"))
    text = _spoken(segments, us)
    is_staff = event["message_type"] == "group" and f"{NAME}:{group}" == rooms.staff
    is_called = any(_calls(segment, us) for segment in segments)
    if event["message_type"] == "group" and not (is_staff or is_called):
        return None
    return InboundMessage(
        key=key,
        contact=ContactRef(NAME, str(number_in(event, "user_id"))),
        kind=_kind(segments, text, us),
        text=text,
        at=at,
        room=group_ref(NAME, group) if event["message_type"] == "group" else None,
        quoted=_quoted(segments),
        sender_name=_sender_name(event),
        mentions_us=is_called,
        passive=not is_staff,
    )


def parse_news(event: JsonObject, rooms: Rooms) -> InboundMessage | None:
    """What a notice tells that the house should know (sheet section 4), else None: who left the
    staff group or threw us out, who took back what they wrote there, and new friends."""
    about = _about(event, rooms)
    at = _moment(event)
    if event.get("post_type") != "notice" or about is None or at is None:
        return None
    kind, contact, room = about
    numbers = (text_in(event, name) for name in ("self_id", "group_id", "user_id", "time"))
    key = ":".join((NAME, kind.value, *numbers))
    quoted = f"{key_begin(event)}:" if kind is MessageKind.RECALL else None
    return InboundMessage(key, contact, kind, "", at, room=room, quoted=quoted)


def key_begin(event: JsonObject) -> str:
    """How the IdempotencyKey of the message begins that a recall speaks of."""
    place = "group" if event.get("notice_type") == "group_recall" else "private"
    us, message = number_in(event, "self_id"), number_in(event, "message_id")
    return f"{NAME}:{us}:{place}:{message}"


def _about(
    event: JsonObject, rooms: Rooms
) -> tuple[MessageKind, ContactRef, ContactRef | None] | None:
    notice, user = event.get("notice_type"), number_in(event, "user_id")
    us, group = number_in(event, "self_id"), text_in(event, "group_id")
    if user is None or user <= 0:
        return None
    contact, room = ContactRef(NAME, str(user)), group_ref(NAME, group)
    if notice == "friend_add":
        return MessageKind.FOLLOW, contact, None
    if f"{NAME}:{group}" != rooms.staff:
        return None
    if notice == "group_decrease":
        is_us = user == us or event.get("sub_type") == "kick_me"
        kind = MessageKind.REMOVED if is_us else MessageKind.LEFT
        return kind, room if is_us else contact, room
    if notice == "group_recall" and number_in(event, "message_id") is not None:
        return MessageKind.RECALL, contact, room
    return None


def _is_for_us(event: JsonObject, rooms: Rooms) -> bool:
    user = number_in(event, "user_id")
    if user is None or user <= 0 or user == number_in(event, "self_id"):
        return False
    if event.get("sub_type") == "anonymous" or event.get("anonymous"):
        return False
    if event.get("message_type") == "private":
        return event.get("sub_type") != "group"
    is_talk = event.get("message_type") == "group" and event.get("sub_type") != "notice"
    group = text_in(event, "group_id")
    return is_talk and (f"{NAME}:{group}" == rooms.staff or group in rooms.residents)


def _key(event: JsonObject) -> str | None:
    """A message id is a local mapping of the protocol end and may return, hence the time in it."""
    us, message, at = (number_in(event, name) for name in ("self_id", "message_id", "time"))
    if us is None or message is None or at is None:
        return None
    return f"{NAME}:{us}:{event['message_type']}:{message}:{at}"


def _moment(event: JsonObject) -> datetime | None:
    seconds = number_in(event, "time")
    if seconds is None or not 0 <= seconds <= _LAST_TIME:
        return None
    return datetime.fromtimestamp(seconds, CHINA)


def _calls(segment: Segment, us: str) -> bool:
    return segment.type == "at" and segment.data.get("qq") == us


def _spoken(segments: tuple[Segment, ...], us: str) -> str:
    """The joined text, other people as `@10001`; calling us is not part of what was said."""
    return "".join(_words(segment, us) for segment in segments).strip()


def _words(segment: Segment, us: str) -> str:
    if segment.type == "text":
        return segment.data.get("text", "")
    called = segment.data.get("qq", "")
    return f"@{called} " if segment.type == "at" and is_number(called) and called != us else ""


def _kind(segments: tuple[Segment, ...], text: str, us: str) -> MessageKind:
    if text or any(_calls(segment, us) for segment in segments):
        return MessageKind.TEXT
    kinds = (_KINDS[segment.type] for segment in segments if segment.type in _KINDS)
    return next(kinds, MessageKind.OTHER)


def _quoted(segments: tuple[Segment, ...]) -> str | None:
    ids = (segment.data.get("id", "") for segment in segments if segment.type == "reply")
    return next((quoted for quoted in ids if quoted), None)


def _sender_name(event: JsonObject) -> str:
    sender = object_in(event, "sender")
    return text_in(sender, "card").strip() or text_in(sender, "nickname").strip()
