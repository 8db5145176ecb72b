"""The probe of the Weibo account: only its callback can be looked at (sheet weibo.md section 2)."""

import secrets
from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

from bot.channels.base import ChannelContext, Finding, Health, Probe
from bot.channels.parts.calls import ApiCall
from bot.channels.parts.probing import call_back, finding
from bot.channels.parts.sealing import sign
from bot.channels.weibo.adapter import path_of
from bot.channels.weibo.credentials import Credentials, from_environment


def probes(context: ChannelContext, _state: str) -> Sequence[Probe]:
    """The address, and a word on what nobody can look up."""
    credentials = from_environment(context.env)
    if credentials is None:
        return ()
    unsure = Finding(Health.NOTE, "probe.weibo_unsure")
    return (
        Probe("callback", partial(_verify, context, credentials)),
        Probe("platform", partial(finding, unsure)),
    )


async def _verify(context: ChannelContext, credentials: Credentials) -> Sequence[Finding]:
    """The GET with which the platform verifies an address; its timestamps are milliseconds."""
    timestamp, nonce = str(int(context.now() * 1000)), secrets.token_hex(8)
    echo = secrets.token_hex(8)
    signature = sign(credentials.app_secret, timestamp, nonce)
    words = {"signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": echo}
    return await call_back(
        context,
        path_of(credentials),
        lambda url: ApiCall("GET", f"{url}?{urlencode(words)}"),
        lambda reply: reply.status == 200 and reply.body == echo.encode(),
    )


PROBES = probes
