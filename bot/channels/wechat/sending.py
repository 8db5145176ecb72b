"""Window messages, template notices, and what became of them (sheet sections 9, 11, 17)."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from bot.channels.base import SendOutcome, SendResult
from bot.channels.parts.calls import NotTaken, OutcomeUnknown
from bot.channels.parts.tokens import NoToken
from bot.channels.wechat.api import ApiRefusal
from bot.channels.wechat.fields import fitted
from bot.channels.wechat.replies import MAX_BYTES, cut
from bot.config.model import ChannelSettings, SubscriptionSettings
from bot.domain.messages import OutboundMessage

if TYPE_CHECKING:
    from bot.channels.wechat.client import AsyncWeChatClient

_SHORTER = 1200
_TOO_LONG = 45002
# this kind of account lacks it: waiting changes nothing (sheet section 1)
_NOT_PERMITTED, _WRONG_KIND = 48001, 40200
_SOON, _MINUTE = 2.0, 60.0
_UNREACHABLE = {
    45015: "window_closed",
    45047: "quota_used",
    43004: "not_following",
    43101: "refused",
    48002: "blocked",
    40003: "bad_address",
    40037: "template_unknown",
    47003: "template_refused",
    _TOO_LONG: "too_long",
    _NOT_PERMITTED: "not_permitted",
    _WRONG_KIND: "not_permitted",
}
_ALERTING = frozenset({40037, 47003, _NOT_PERMITTED, _WRONG_KIND})
_OUR_FAULT = {
    40001: "token_refused",
    40014: "token_refused",
    42001: "token_refused",
    40013: "bad_app_id",
    40125: "bad_secret",
    40164: "ip_not_listed",
    45009: "daily_quota",
}
_BUSY = {-1: _SOON, 45011: _MINUTE}
log = logging.getLogger(__name__)


async def send_text(client: "AsyncWeChatClient", message: OutboundMessage) -> SendResult:
    """One window message (客服消息); on 45002 once more, shorter."""

    async def attempt(limit: int) -> Mapping[str, object]:
        answer: Mapping[str, object] = await client.message.send_text(
            message.to.address, cut(message.text, limit)
        )
        return answer

    async def attempts() -> Mapping[str, object]:
        try:
            return await attempt(MAX_BYTES)
        except ApiRefusal as refusal:
            if refusal.code != _TOO_LONG:
                raise
            return await attempt(_SHORTER)

    return await _outcome(attempts)


async def send_template(
    client: "AsyncWeChatClient", message: OutboundMessage, settings: ChannelSettings
) -> SendResult:
    """One template notice (模板消息): the template named like the message's purpose, filled from
    `fields`. `client_msg_id` lets the platform drop a repeat."""
    template = settings.wechat_templates.get(message.purpose.value)
    if not template:
        return SendResult(SendOutcome.UNREACHABLE, reason="no_template")
    notice = _notice(message, template, settings.wechat_template_fields)
    notice["client_msg_id"] = f"menting-{message.id}"
    return await _outcome(lambda: _post(client, "message/template/send", notice))


async def send_subscription(
    client: "AsyncWeChatClient", message: OutboundMessage, settings: SubscriptionSettings
) -> SendResult:
    """One subscription notice (订阅通知) that the person allowed (sheet section 11).

    The older shape of the call: `page` is a web address. It has no id that would drop a repeat.
    """
    template = settings.templates.get(message.purpose.value)
    if not template:
        return SendResult(SendOutcome.UNREACHABLE, reason="no_template")
    notice = _notice(message, template, settings.fields)
    if settings.page:
        notice["page"] = settings.page
    return await _outcome(lambda: _post(client, "message/subscribe/bizsend", notice))


def _notice(
    message: OutboundMessage, template: str, fields: Mapping[str, Mapping[str, str]]
) -> dict[str, object]:
    names = fields.get(message.purpose.value, {})
    named = {names.get(key, key): value for key, value in message.fields.items()}
    data = {name: {"value": fitted(name, value)} for name, value in named.items() if name}
    return {"touser": message.to.address, "template_id": template, "data": data}


async def _post(
    client: "AsyncWeChatClient", endpoint: str, notice: Mapping[str, object]
) -> Mapping[str, object]:
    answer: Mapping[str, object] = await client.post(endpoint, data=notice)
    return answer


async def _outcome(attempt: Callable[[], Awaitable[Mapping[str, object]]]) -> SendResult:
    try:
        answer = await attempt()
    except ApiRefusal as refusal:
        return refused(refusal)
    except NoToken as error:
        return SendResult(SendOutcome.RETRY, retry_after=error.retry_after, reason=str(error))
    except NotTaken as error:
        return SendResult(SendOutcome.RETRY, retry_after=_SOON, reason=str(error))
    except OutcomeUnknown as error:
        return SendResult(SendOutcome.UNKNOWN, reason=str(error))
    return SendResult(SendOutcome.SENT, platform_id=str(answer.get("msgid", "")))


def refused(refusal: ApiRefusal) -> SendResult:
    """What an error code of the platform means for the message.

    Our own faults alert the operator and are repeated slowly; an unknown code surely sent nothing,
    so the message needs another route."""
    code = refusal.code
    if code in _BUSY:
        return SendResult(SendOutcome.RETRY, retry_after=_BUSY[code], reason=str(code))
    if code in _OUR_FAULT:
        log.error("wechat: alert: %s, %d %s", _OUR_FAULT[code], code, refusal.hint)
        return SendResult(SendOutcome.RETRY, retry_after=_MINUTE, reason=_OUR_FAULT[code])
    if code in _ALERTING or code not in _UNREACHABLE:
        log.error("wechat: alert: a message was refused, %d %s", code, refusal.hint)
    return SendResult(SendOutcome.UNREACHABLE, reason=_UNREACHABLE.get(code, str(code)))
