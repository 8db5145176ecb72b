"""Probes of the official QQ bot: secrets, whitelist, gateway, the group's switches, address."""

import asyncio
import json
import secrets
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import aiohttp

from bot.channels.base import ChannelContext, Finding, Health, Probe
from bot.channels.parts.calls import ApiCall, ApiReply, NotTaken, OutcomeUnknown
from bot.channels.parts.probing import call_back, finding, reach, told, trouble
from bot.channels.parts.wire import parse_object, text_in
from bot.channels.qq.adapter import GATEWAY
from bot.channels.qq.api import ApiRefusal, QqApi
from bot.channels.qq.credentials import Credentials, from_environment
from bot.channels.qq.events import NAME
from bot.channels.qq.frames import HELLO
from bot.channels.qq.gateway import CLOSE_SECONDS, LARGEST_FRAME
from bot.channels.qq.outcomes import OUT_CODES, SWITCH
from bot.channels.qq.signing import BotKey
from bot.channels.qq.webhook import PATH

_KNOWN = frozenset({100001, 100007, 100016, 10004, 11253, 11254, 11265})
_BUSY = frozenset({100001})
# The whitelist holds for the API only, a token is given out to anybody. Not in the sheet; seen in
# the tracker of the platform's own plugin (tencent-connect/openclaw-qqbot, issue 240, 2026-04).
_NOT_LISTED = frozenset({11298, 40023002})
_HEARS_ALL = "all"
_STATES = {
    "stopped": Finding(Health.BAD, "probe.qq_stopped"),
    "push_off": Finding(Health.BAD, "probe.qq_push_off", {"switch": SWITCH}),
    "not_in_group": Finding(Health.BAD, "probe.qq_out"),
}


def probes(context: ChannelContext, state: str) -> Sequence[Probe]:
    """What can be looked at without sending anything, and without taking the gateway away."""
    credentials = from_environment(context.env)
    if credentials is None:
        return ()
    found = [
        Probe("platform", partial(reach, credentials.api, context.now)),
        Probe("account", partial(_account, context, credentials)),
    ]
    if context.settings().qq_transport != GATEWAY:
        found.append(Probe("callback", partial(_validate, context, credentials)))
    return [*found, *(Probe("running", partial(finding, each)) for each in told(state, _STATES))]


async def _account(context: ChannelContext, credentials: Credentials) -> Sequence[Finding]:
    """Secrets; with a token also the whitelist, the gateway and the staff group's switches."""
    api = QqApi(credentials.api, credentials.token_url)
    await api.open()
    try:
        answer = await api.token(credentials.app_id, credentials.secret)
        token = text_in(answer, "access_token")
        found = [Finding(Health.OK, "probe.secrets_good"), await _gateway(context, api, token)]
        return [*found, *await _group(context, api, token)]
    except ApiRefusal as refusal:
        return [_refused(refusal)]
    except (NotTaken, OutcomeUnknown) as error:
        return [Finding(Health.BAD, "probe.failed", trouble(error))]
    finally:
        await api.close()


def _refused(refusal: ApiRefusal) -> Finding:
    code = refusal.code
    health = Health.NOTE if code in _BUSY else Health.BAD
    word = "not_listed" if code in _NOT_LISTED else code if code in _KNOWN else "other"
    return Finding(health, f"probe.qq_code.{word}", {"code": code, "trace": refusal.trace})


async def _gateway(context: ChannelContext, api: QqApi, token: str) -> Finding:
    """The gateway's address, for which the whitelist counts; where the gateway is used, also its
    first word. We do not identify: nobody is replaced and no session begins."""
    is_used = context.settings().qq_transport == GATEWAY
    try:
        url = text_in(await api.call("GET", "/gateway", None, token), "url")
    except (NotTaken, OutcomeUnknown) as error:
        health = Health.BAD if is_used else Health.NOTE
        return Finding(health, "probe.qq_no_gateway", trouble(error))
    if not is_used:
        return Finding(Health.OK, "probe.qq_listed")
    if await _greets(api, url):
        return Finding(Health.OK, "probe.qq_gateway")
    return Finding(Health.BAD, "probe.qq_gateway_closed")


async def _greets(api: QqApi, url: str) -> bool:
    try:
        socket = await api.socket(url, LARGEST_FRAME)
        try:
            return (parse_object(await socket.receive_str()) or {}).get("op") == HELLO
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await socket.close()
    except (aiohttp.ClientError, OSError, TypeError, ValueError):
        return False


async def _group(context: ChannelContext, api: QqApi, token: str) -> Sequence[Finding]:
    """The switches of the staff group, if it is one of ours (section 6, bot_state)."""
    channel, _, group = context.settings().staff_group.partition(":")
    if channel != NAME:
        return []
    try:
        state = await api.call("GET", f"/v2/groups/{group}/bot_state", None, token)
    except ApiRefusal as refusal:
        if refusal.code in OUT_CODES:
            return [Finding(Health.BAD, "probe.qq_out")]
        return [Finding(Health.NOTE, "probe.qq_group_unseen", {"code": refusal.code})]
    except (NotTaken, OutcomeUnknown) as error:
        return [Finding(Health.NOTE, "probe.qq_group_unseen", {"code": str(error)})]
    return _switches(text_in(state, "recv_msg_setting"), state.get("allow_proactive_msg"))


def _switches(hears: str, pushes: object) -> Sequence[Finding]:
    found = []
    if pushes in (False, 0, "0", "false"):
        found.append(Finding(Health.BAD, "probe.qq_push_off", {"switch": SWITCH}))
    if hears != _HEARS_ALL:
        found.append(Finding(Health.NOTE, "probe.qq_hears_calls"))
    return found or [Finding(Health.OK, "probe.qq_group")]


async def _validate(context: ChannelContext, credentials: Credentials) -> Sequence[Finding]:
    """What the console does when an address is saved (op 13, section 3)."""
    at, token = str(int(context.now())), secrets.token_hex(16)
    words = {"op": 13, "id": "doctor", "d": {"plain_token": token, "event_ts": at}}
    signature = BotKey(credentials.secret).sign(at, token.encode())

    def is_ours(reply: ApiReply) -> bool:
        return text_in(parse_object(reply.body) or {}, "signature") == signature

    headers = {"X-Bot-Appid": credentials.app_id}
    body = json.dumps(words).encode()
    return await call_back(
        context, PATH, lambda url: ApiCall("POST", url, body, headers=headers), is_ours
    )


PROBES = probes
