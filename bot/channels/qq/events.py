"""Events of the QQ platform made into inbound messages (sheet qq.md section 5)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

from bot.channels.parts.wire import JsonObject, object_in, objects_in, text_in
from bot.channels.qq.content import kind_of, quoted_in, words_in
from bot.domain.calendar import CHINA
from bot.domain.messages import (
    MEMBER_PREFIX,
    ContactRef,
    DeliveryWindow,
    InboundMessage,
    MessageKind,
    group_ref,
)
from bot.domain.windows import window_opened

NAME = "qq"
OPENID = re.compile(r"[A-Za-z0-9_-]{1,128}")
ID = re.compile(r"[!-~]{1,200}")
_GROUP_MESSAGES = frozenset({"GROUP_AT_MESSAGE_CREATE", "GROUP_MESSAGE_CREATE"})
_FRIENDS = {"FRIEND_ADD": MessageKind.FOLLOW, "FRIEND_DEL": MessageKind.UNFOLLOW}
MESSAGES = _GROUP_MESSAGES | frozenset(_FRIENDS) | {"C2C_MESSAGE_CREATE", "INTERACTION_CREATE"}
_BUTTON, _MENU = 11, 12


class Source(Struct, frozen=True):
    """What a passive reply refers to: `field` is msg_id or event_id."""

    field: str
    id: str


class Heard(Struct, frozen=True):
    """One event that is for the house. `window`: how a passive reply may be given;
    `interaction`: the id of a tapped button, which waits to be acknowledged, or ""."""

    message: InboundMessage
    source: Source
    window: DeliveryWindow | None
    interaction: str = ""


class _Scene(Struct, frozen=True):
    """What every reader of an event needs."""

    type: str
    id: str
    body: JsonObject
    staff_group: str
    at: datetime


def read_event(event: JsonObject, staff_group: str, now: float) -> Heard | None:
    """What the house should hear of `event`; None where it is not for the house.

    Not for the house: bots, groups other than `staff_group` (`qq:GROUP_OPENID`) where nobody
    called us, everything without the ids that each message has. Times are CHINA; `now` (unix
    seconds) stands in for a time that cannot be read.
    """
    scene = _Scene(
        text_in(event, "t"),
        text_in(event, "id"),
        object_in(event, "d"),
        staff_group,
        moment_of(object_in(event, "d"), now),
    )
    if scene.type == "C2C_MESSAGE_CREATE":
        return _private(scene)
    if scene.type in _GROUP_MESSAGES:
        return _in_group(scene)
    if scene.type == "INTERACTION_CREATE":
        return _tapped(scene)
    return _friend(scene) if scene.type in _FRIENDS else None


def _private(scene: _Scene) -> Heard | None:
    body = scene.body
    author = object_in(body, "author")
    user, number = text_in(author, "user_openid") or text_in(author, "id"), text_in(body, "id")
    if not _are_usable(user, number) or author.get("bot") is True:
        return None
    text = words_in(body, is_called=False)
    kind = kind_of(body, text)
    window = window_opened(NAME, kind, scene.at)
    message = InboundMessage(
        key=f"{NAME}:{number}",
        contact=ContactRef(NAME, user),
        kind=kind,
        text=text,
        at=scene.at,
        passive=True,
        quoted=quoted_in(body),
        window=window,
        sender_name=text_in(author, "username").strip(),
    )
    return Heard(message, Source("msg_id", number), window)


def _in_group(scene: _Scene) -> Heard | None:
    body = scene.body
    author = object_in(body, "author")
    group, number = text_in(body, "group_openid"), text_in(body, "id")
    member = text_in(author, "member_openid") or text_in(author, "id")
    if not _are_usable(member, number) or not OPENID.fullmatch(group):
        return None
    if author.get("bot") is True:
        return None
    # In full mode a call comes as one event, as the other, or as both with the same id.
    called = scene.type == "GROUP_AT_MESSAGE_CREATE" or any(
        mention.get("is_you") is True for mention in objects_in(body, "mentions")
    )
    if not called and f"{NAME}:{group}" != scene.staff_group:
        return None
    text = words_in(body, is_called=called)
    message = InboundMessage(
        key=f"{NAME}:{number}",
        contact=ContactRef(NAME, MEMBER_PREFIX + member),
        kind=MessageKind.TEXT if called else kind_of(body, text),
        text=text,
        at=scene.at,
        passive=True,
        room=group_ref(NAME, group),
        quoted=quoted_in(body),
        sender_name=text_in(author, "username").strip(),
        mentions_us=called,
    )
    kind = MessageKind.TEXT
    return Heard(message, Source("msg_id", number), window_opened(NAME, kind, scene.at, True))


def _tapped(scene: _Scene) -> Heard | None:
    """A tapped button says what could have been typed: its data is a command."""
    body = scene.body
    said = text_in(object_in(object_in(body, "data"), "resolved"), "button_data").strip()
    group, number = text_in(body, "group_openid"), text_in(body, "id")
    user = text_in(body, "group_member_openid") if group else text_in(body, "user_openid")
    is_button = body.get("type") in (_BUTTON, _MENU)
    if not is_button or not said or not _are_usable(user, number):
        return None
    if group and not OPENID.fullmatch(group):
        return None
    window = window_opened(NAME, MessageKind.MENU, scene.at, bool(group))
    message = InboundMessage(
        key=f"{NAME}:{number}",
        contact=ContactRef(NAME, MEMBER_PREFIX + user if group else user),
        kind=MessageKind.TEXT,
        text=said[:200],
        at=scene.at,
        passive=True,
        room=group_ref(NAME, group) if group else None,
        window=None if group else window,
        mentions_us=bool(group),
    )
    return Heard(message, Source("event_id", scene.id), window, number)


def _friend(scene: _Scene) -> Heard | None:
    body = scene.body
    user = text_in(body, "openid")
    if not _are_usable(user, scene.id):
        return None
    kind = _FRIENDS[scene.type]
    window = window_opened(NAME, kind, scene.at)
    message = InboundMessage(
        key=f"{NAME}:{scene.id}",
        contact=ContactRef(NAME, user),
        kind=kind,
        text="",
        at=scene.at,
        passive=True,
        scene=text_in(body, "scene_param").strip()[:64] or None,
        window=window,
    )
    return Heard(message, Source("event_id", scene.id), window)


def _are_usable(openid: str, number: str) -> bool:
    return bool(OPENID.fullmatch(openid) and ID.fullmatch(number))


def moment_of(body: Mapping[str, object], now: float) -> datetime:
    """When it happened; `now` (unix seconds) where that cannot be read.

    Messages carry RFC 3339, the other events unix seconds.
    """
    told = text_in(body, "timestamp").strip()
    try:
        at = datetime.fromtimestamp(int(told), UTC) if told.isdigit() else _read(told)
    except (ValueError, OverflowError, OSError):
        at = datetime.fromtimestamp(now, UTC)
    return at.astimezone(CHINA)


def _read(told: str) -> datetime:
    at = datetime.fromisoformat(told)
    return at if at.tzinfo is not None else at.replace(tzinfo=CHINA)
