"""Events that are for the operator, not for the house: groups we join, switches people turn."""

import logging
import re

from bot.channels.parts.wire import JsonObject, object_in, text_in
from bot.channels.qq.events import NAME, OPENID
from bot.channels.qq.limits import Limits
from bot.channels.qq.outcomes import SWITCH
from bot.domain.messages import GROUP_PREFIX

_TYPE = re.compile(r"[A-Z0-9_]{1,40}")
_SILENT = frozenset(
    {
        "READY",
        "RESUMED",
        "C2C_MESSAGE_CREATE",
        "GROUP_AT_MESSAGE_CREATE",
        "GROUP_MESSAGE_CREATE",
        "INTERACTION_CREATE",
        "GROUP_MEMBER_ADD",
        "GROUP_JOIN_REQUEST",
    }
)
_OF_GROUPS = frozenset(
    {
        "GROUP_ADD_ROBOT",
        "GROUP_DEL_ROBOT",
        "GROUP_MSG_RECEIVE",
        "GROUP_MSG_REJECT",
        "GROUP_MEMBER_REMOVE",
    }
)
log = logging.getLogger(__name__)


def note(event: JsonObject, limits: Limits, staff_group: str) -> None:
    """Learn from an event that the house does not hear of, and log it without personal data.

    A group's id stands in the log once, when we are added: whoever sets up needs it.
    """
    kind, body = text_in(event, "t"), object_in(event, "d")
    group, person = text_in(body, "group_openid"), text_in(body, "openid")
    if kind == "C2C_MSG_RECEIVE":
        limits.allow(person)
    elif kind == "C2C_MSG_REJECT":
        limits.refuse(person)
    elif kind in _OF_GROUPS:
        _note_group(kind, group, limits, staff_group)
    elif kind not in _SILENT:
        log.info("qq: event ignored: %s", kind if _TYPE.fullmatch(kind) else "unreadable")


def _note_group(kind: str, group: str, limits: Limits, staff_group: str) -> None:
    is_ours = f"{NAME}:{group}" == staff_group
    which = "the staff group" if is_ours else "a group"
    if kind == "GROUP_ADD_ROBOT" and OPENID.fullmatch(group):
        log.info("qq: added to a group; as the staff group it is called %s:%s", NAME, group)
    elif kind == "GROUP_DEL_ROBOT":
        log.warning("qq: removed from %s", which)
    elif kind == "GROUP_MSG_RECEIVE":
        limits.allow(GROUP_PREFIX + group)
        log.info("qq: %s lets us write first", which)
    elif kind == "GROUP_MSG_REJECT":
        limits.refuse(GROUP_PREFIX + group)
        log.warning("qq: %s does not let us write first, its owner can turn on %s", which, SWITCH)
    elif kind == "GROUP_MEMBER_REMOVE" and is_ours:
        log.warning("qq: somebody left the staff group; their account may still be bound")
