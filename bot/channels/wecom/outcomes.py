"""What WeCom's error codes mean for a message (sheet wecom.md sections 2 to 4)."""

import logging

from bot.channels.base import SendOutcome, SendResult

SOON, MINUTE = 2.0, 60.0
SPEAKING_IS_OVER = frozenset({846605, 846608})
"""The message cannot be answered, or not any more: nothing was sent, and we may write first."""
BUSY = {-1: SOON, 45009: MINUTE}
_REASONS = {93000: "bad_address"}
log = logging.getLogger(__name__)


def judged(code: int, platform_id: str = "") -> SendResult:
    """What `errcode` means; a code we do not know surely sent nothing, and the operator is told."""
    if code == 0:
        return SendResult(SendOutcome.SENT, platform_id)
    if code in BUSY:
        return retry(str(code), BUSY[code])
    log.error("wecom: alert: a message was refused, %d", code)
    return SendResult(SendOutcome.UNREACHABLE, reason=_REASONS.get(code, str(code)))


def retry(reason: str, seconds: float) -> SendResult:
    """It was certainly not sent; again in `seconds`."""
    return SendResult(SendOutcome.RETRY, retry_after=seconds, reason=reason)


def unknown(reason: object) -> SendResult:
    """Nobody knows whether it was sent: never again."""
    return SendResult(SendOutcome.UNKNOWN, reason=str(reason))
