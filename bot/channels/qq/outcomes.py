"""What the platform's error codes mean for a message (sheet qq.md of 2026-11-23, section 7)."""

import logging

from bot.channels.base import SendOutcome, SendResult
from bot.channels.qq.api import ApiRefusal

SOON, MINUTE = 2.0, 60.0
TOKEN_FAULTS = frozenset({11241, 11243, 11244, 11251})
TOO_LONG = frozenset({40054007, 40054018})
REPLY_IS_OVER = frozenset(
    {40034005, 304103, 40034128, 40034026, 304027, 40034024, 40034025, 40034027}
)
"""The message cannot be replied to, or not any more: nothing was sent, and we may write first."""
SAID_BEFORE = 40054005
"""This reply to this message is there already."""
PUSH_OFF = frozenset({40034105, 40034102})
OUT_CODES = frozenset({40034101, 40054003})
"""The bot is not in the group."""
NO_BUTTONS = frozenset({304036, 304037, 40034127, 40034011, 40034124})
"""The bot may not send buttons or markdown: the same message goes as plain text."""
NO_LINKS = frozenset({40054010, 304003})
"""An address stands in it that is not registered (URL rule of section 6)."""
OUT, MUTED = "not_in_group", "muted_there"
PUSH_IS_OFF, GROUP_PUSH_IS_OFF = "push_off", "group_push_off"
SWITCH = "机器人主动在群聊内发言"
"""What the owner of a group turns on in the QQ client so that a bot may write first."""

_BUSY = {
    40034100: MINUTE,
    22009: MINUTE,
    304018: MINUTE,
    304082: SOON,
    304083: SOON,
    40034004: SOON,
    850026: SOON,
    11252: SOON,
    11263: SOON,
    11281: SOON,
    11242: SOON,
}
_UNSURE = {50055001: "50055001", 304023: "audit", 304024: "audit"}
_UNREACHABLE = {
    **dict.fromkeys(OUT_CODES, OUT),
    40054002: MUTED,
    40054016: "bot_offline",
    40054004: "no_friendship",
    40054013: PUSH_IS_OFF,
    40054007: "too_long",
    40054018: "too_long",
    40034006: "content_refused",
    40054010: "url_refused",
    304003: "url_refused",
    40034011: "content_refused",
    40034124: "content_refused",
    304036: "content_refused",
    304037: "content_refused",
    40034127: "content_refused",
    11253: "not_permitted",
    11254: "not_permitted",
    11265: "bot_banned",
    100007: "bot_banned",
    1100100: "safety_strike",
    1100101: "safety_strike",
    1100102: "safety_strike",
    1100103: "safety_strike",
}
_OF_THE_PERSON = frozenset({PUSH_IS_OFF, "no_friendship"})
log = logging.getLogger(__name__)


def judged(refusal: ApiRefusal, *, to_group: bool) -> SendResult:
    """What an error code means for a message to a person or a group.

    Our own faults alert the operator; an unknown code surely sent nothing, unless the platform
    says with it that it broke down.
    """
    code = refusal.code
    if code in PUSH_OFF:
        return _push_off(refusal, to_group=to_group)
    if code in TOKEN_FAULTS:
        log.error("qq: alert: token refused, %d %s", code, refusal.trace)
        return retry("token_refused", MINUTE)
    if code in _BUSY or refusal.status == 429:
        return retry(str(code), _BUSY.get(code, MINUTE))
    if code in _UNSURE:
        return SendResult(SendOutcome.UNKNOWN, reason=_UNSURE[code])
    if code not in _UNREACHABLE and refusal.status >= 500:
        return SendResult(SendOutcome.UNKNOWN, reason=str(code))
    reason = _UNREACHABLE.get(code, str(code))
    if reason not in _OF_THE_PERSON:
        log.error("qq: alert: a message was refused, %d %s", code, refusal.trace)
    return SendResult(SendOutcome.UNREACHABLE, reason=reason)


def retry(reason: str, seconds: float) -> SendResult:
    """It was certainly not sent; again in `seconds`."""
    return SendResult(SendOutcome.RETRY, retry_after=seconds, reason=reason)


def _push_off(refusal: ApiRefusal, *, to_group: bool) -> SendResult:
    if not to_group:
        return SendResult(SendOutcome.UNREACHABLE, reason=PUSH_IS_OFF)
    log.error("qq: alert: a group does not let us write first, its owner must turn on %s", SWITCH)
    return SendResult(SendOutcome.UNREACHABLE, reason=GROUP_PUSH_IS_OFF)
