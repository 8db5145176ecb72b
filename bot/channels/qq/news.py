"""Events about chats, which nobody said: members leave, switches are turned (sheet, section 5)."""

from bot.channels.parts.wire import JsonObject, object_in, text_in
from bot.channels.qq.events import ID, NAME, OPENID, moment_of
from bot.domain.messages import (
    GROUP_PREFIX,
    MEMBER_PREFIX,
    ContactRef,
    InboundMessage,
    MessageKind,
    group_ref,
)

_SWITCHES = {
    "GROUP_MSG_RECEIVE": True,
    "GROUP_MSG_REJECT": False,
    "C2C_MSG_RECEIVE": True,
    "C2C_MSG_REJECT": False,
}
_LEFT, _REMOVED = "GROUP_MEMBER_REMOVE", "GROUP_DEL_ROBOT"
NEWS = frozenset({*_SWITCHES, _LEFT, _REMOVED, "GROUP_ADD_ROBOT"})
# A consent given in a dialog or in the settings is an interaction of these types.
_GRANTS = {18: "c2c_push", 19: "group_push"}


def read_news(event: JsonObject, staff_group: str, now: float) -> InboundMessage | None:
    """What the house should know of `event`, None where it is no news; `now` in unix seconds.

    Who comes and goes is news of the staff group (`qq:GROUP_OPENID`) only.
    """
    number, body = text_in(event, "id"), object_in(event, "d")
    about = _about(event, body, staff_group)
    if about is None or not ID.fullmatch(number):
        return None
    kind, contact, room = about
    return InboundMessage(f"{NAME}:{number}", contact, kind, "", moment_of(body, now), room=room)


def switch_in(event: JsonObject) -> tuple[str, bool] | None:
    """Whose switch was turned (an openid, `group:` before a group's), and whether it is on."""
    kind, body = text_in(event, "t"), object_in(event, "d")
    is_on = _SWITCHES.get(kind)
    if is_on is None and kind == "INTERACTION_CREATE":
        is_on = _is_granted(body) or None
    group = text_in(body, "group_openid")
    person = text_in(body, "openid") or text_in(body, "user_openid")
    if is_on is None or not OPENID.fullmatch(group or person):
        return None
    return (GROUP_PREFIX + group if group else person), is_on


def _is_granted(body: JsonObject) -> bool:
    granted = object_in(object_in(object_in(body, "data"), "resolved"), "authorize_data")
    kind = body.get("type")
    return isinstance(kind, int) and _GRANTS.get(kind, "") == text_in(granted, "scope") != ""


def _about(
    event: JsonObject, body: JsonObject, staff_group: str
) -> tuple[MessageKind, ContactRef, ContactRef | None] | None:
    switch = switch_in(event)
    if switch is not None:
        kind = MessageKind.PUSH_ON if switch[1] else MessageKind.PUSH_OFF
        return kind, ContactRef(NAME, switch[0]), None
    kind_of_event, group = text_in(event, "t"), text_in(body, "group_openid")
    if f"{NAME}:{group}" != staff_group or kind_of_event not in (_LEFT, _REMOVED):
        return None
    room = group_ref(NAME, group)
    if kind_of_event == _REMOVED:
        return MessageKind.REMOVED, room, room
    member = text_in(body, "member_openid")
    if not OPENID.fullmatch(member):
        return None
    return MessageKind.LEFT, ContactRef(NAME, MEMBER_PREFIX + member), room
