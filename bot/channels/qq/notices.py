"""What an event teaches the channel itself, and what of it the operator reads in the log."""

import logging
import re

from bot.channels.parts.wire import JsonObject, object_in, text_in
from bot.channels.qq.events import MESSAGES, NAME, OPENID
from bot.channels.qq.limits import Limits
from bot.channels.qq.news import NEWS, switch_in
from bot.channels.qq.outcomes import GROUP_PUSH_IS_OFF, OUT, PUSH_IS_OFF, SWITCH
from bot.domain.messages import GROUP_PREFIX

_TYPE = re.compile(r"[A-Z0-9_]{1,40}")
_SILENT = MESSAGES | NEWS | {"READY", "RESUMED", "GROUP_MEMBER_ADD", "GROUP_JOIN_REQUEST"}
log = logging.getLogger(__name__)


def note(event: JsonObject, limits: Limits, staff_group: str) -> None:
    """Learn from an event, and log it without personal data.

    A group's id stands in the log once, when we are added: whoever sets up needs it.
    """
    kind, group = text_in(event, "t"), text_in(object_in(event, "d"), "group_openid")
    which = "the staff group" if f"{NAME}:{group}" == staff_group else "a group"
    switch = switch_in(event)
    if switch is not None:
        _note_switch(limits, switch, which)
    elif kind == "GROUP_ADD_ROBOT" and OPENID.fullmatch(group):
        limits.allow(GROUP_PREFIX + group)
        log.info("qq: added to a group; as the staff group it is called %s:%s", NAME, group)
    elif kind == "GROUP_DEL_ROBOT":
        limits.refuse(GROUP_PREFIX + group, OUT)
        log.error("qq: alert: removed from %s", which)
    elif kind not in _SILENT:
        log.debug("qq: event ignored: %s", kind if _TYPE.fullmatch(kind) else "unreadable")


def _note_switch(limits: Limits, switch: tuple[str, bool], which: str) -> None:
    address, is_on = switch
    is_group = address.startswith(GROUP_PREFIX)
    if is_on:
        limits.allow(address)
    else:
        limits.refuse(address, GROUP_PUSH_IS_OFF if is_group else PUSH_IS_OFF)
    if is_group and is_on:
        log.info("qq: %s lets us write first", which)
    elif is_group:
        log.warning("qq: %s does not let us write first, its owner can turn on %s", which, SWITCH)
