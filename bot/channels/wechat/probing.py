"""Probes of the WeChat account: secrets, whitelist, templates, menu, address (sheet wechat.md)."""

import re
import secrets
from collections.abc import Mapping, Sequence, Set
from functools import partial
from urllib.parse import urlencode

from bot.channels.base import ChannelContext, Finding, Health, Probe
from bot.channels.parts.calls import ApiCall, NotTaken, OutcomeUnknown
from bot.channels.parts.probing import call_back, reach, trouble
from bot.channels.parts.sealing import sign
from bot.channels.parts.wire import objects_in, text_in
from bot.channels.wechat.access import request_token
from bot.channels.wechat.api import ApiRefusal, WeChatApi
from bot.channels.wechat.credentials import Credentials, from_environment
from bot.channels.wechat.webhook import PATH
from bot.config.model import ChannelSettings

_KNOWN = frozenset({40001, 40013, 40125, 40164, 45009})
_BUSY = frozenset({-1, 45011})
_NOT_PERMITTED, _NO_MENU = 48001, 46003
_ADDRESS = re.compile(r"[0-9a-fA-F]{0,4}(?:[.:][0-9a-fA-F]{0,4}){3,}")
_FIELD = re.compile(r"\{\{\s*(\w+)\.DATA\s*\}\}")


def probes(context: ChannelContext, _state: str) -> Sequence[Probe]:
    """What can be looked at without sending anything to anybody."""
    credentials = from_environment(context.env)
    if credentials is None:
        return ()
    found = [
        Probe("callback", partial(_verify, context, credentials)),
        Probe("secrets", partial(_what_is_set, credentials)),
    ]
    if credentials.can_send:
        found.append(Probe("platform", partial(reach, credentials.api, context.now)))
        found.append(Probe("account", partial(_account, context, credentials)))
    return found


async def _what_is_set(credentials: Credentials) -> Sequence[Finding]:
    found = []
    if not credentials.can_send:
        found.append(Finding(Health.BAD, "probe.wechat_answers_only"))
    if not credentials.aes_keys:
        found.append(Finding(Health.NOTE, "probe.wechat_plain"))
    return found


async def _verify(context: ChannelContext, credentials: Credentials) -> Sequence[Finding]:
    """The GET with which the platform verifies an address (section 2)."""
    timestamp, nonce, echo = str(int(context.now())), secrets.token_hex(8), secrets.token_hex(8)
    signature = sign(credentials.token, timestamp, nonce)
    words = {"signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": echo}
    return await call_back(
        context,
        PATH,
        lambda url: ApiCall("GET", f"{url}?{urlencode(words)}"),
        lambda reply: reply.status == 200 and reply.body == echo.encode(),
    )


async def _account(context: ChannelContext, credentials: Credentials) -> Sequence[Finding]:
    """Secrets and whitelist; with a token also what the account may do."""
    api = WeChatApi(credentials.api)
    await api.open()
    try:
        token = text_in(await request_token(credentials, api), "access_token")
        templates = await _templates(api, token, context.settings())
        return [Finding(Health.OK, "probe.secrets_good"), *templates, await _menu(api, token)]
    except ApiRefusal as refusal:
        return [_refused(refusal)]
    except (NotTaken, OutcomeUnknown) as error:
        return [Finding(Health.BAD, "probe.failed", trouble(error))]
    finally:
        await api.close()


def _refused(refusal: ApiRefusal) -> Finding:
    address = _ADDRESS.search(refusal.hint)
    values: dict[str, object] = {"code": refusal.code, "address": address[0] if address else "?"}
    health = Health.NOTE if refusal.code in _BUSY else Health.BAD
    word = "busy" if refusal.code in _BUSY else refusal.code if refusal.code in _KNOWN else "other"
    return Finding(health, f"probe.wechat_code.{word}", values)


async def _menu(api: WeChatApi, token: str) -> Finding:
    try:
        await api.get("menu/get", token)
    except ApiRefusal as refusal:
        if refusal.code == _NO_MENU:
            return Finding(Health.NOTE, "probe.wechat_no_menu")
        return _not_seen("menu", str(refusal.code))
    except (NotTaken, OutcomeUnknown) as error:
        return _not_seen("menu", str(error))
    return Finding(Health.OK, "probe.wechat_menu")


async def _templates(api: WeChatApi, token: str, settings: ChannelSettings) -> Sequence[Finding]:
    """Whether the configured templates are the account's own, and have the configured fields."""
    used = {purpose: each for purpose, each in settings.wechat_templates.items() if each}
    if not used:
        return [Finding(Health.NOTE, "probe.wechat_no_templates")]
    try:
        answer = await api.get("template/get_all_private_template", token)
    except ApiRefusal as refusal:
        if refusal.code == _NOT_PERMITTED:
            return [Finding(Health.BAD, "probe.wechat_may_not_notify")]
        return [_not_seen("templates", str(refusal.code))]
    except (NotTaken, OutcomeUnknown) as error:
        return [_not_seen("templates", str(error))]
    texts = {text_in(each, "template_id"): each for each in objects_in(answer, "template_list")}
    fields = {each: set(_FIELD.findall(text_in(texts[each], "content"))) for each in texts}
    return [
        _template(purpose, fields.get(template), settings.wechat_template_fields.get(purpose, {}))
        for purpose, template in used.items()
    ]


def _template(purpose: str, fields: Set[str] | None, names: Mapping[str, str]) -> Finding:
    if fields is None:
        return Finding(Health.BAD, "probe.wechat_unknown_template", {"purpose": purpose})
    ours = {name for name in names.values() if name}
    if ours == fields:
        return Finding(Health.OK, "probe.wechat_template", {"purpose": purpose})
    extra, lacking = ("、".join(sorted(each)) or "-" for each in (ours - fields, fields - ours))
    values = {"purpose": purpose, "extra": extra, "lacking": lacking}
    return Finding(Health.BAD, "probe.wechat_template_fields", values)


def _not_seen(what: str, word: str) -> Finding:
    return Finding(Health.NOTE, f"probe.wechat_not_seen.{what}", {"word": word})


PROBES = probes
