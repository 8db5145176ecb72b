"""Probes of the WeCom robot: the line, the address it is called at, the group's push address."""

import asyncio
import secrets
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from urllib.parse import urlencode

import aiohttp

from bot.channels.base import ChannelContext, Finding, Health, Probe
from bot.channels.parts.calls import ApiCall, Connections, NotTaken, OutcomeUnknown
from bot.channels.parts.certificates import trusted
from bot.channels.parts.probing import call_back, connected, finding, reach, told, trouble
from bot.channels.parts.sealing import MessageCipher, sign
from bot.channels.parts.seats import SEAT_SECONDS, Seat
from bot.channels.parts.wire import JsonObject, number_in, parse_object
from bot.channels.wecom.adapter import URL, hook_url, seat_name
from bot.channels.wecom.connection import CLOSE_SECONDS, LARGEST_FRAME
from bot.channels.wecom.credentials import Credentials, from_environment
from bot.channels.wecom.webhook import PATH
from bot.channels.wecom.wire import Wire

_BAD_KEY = 93000
_STATES = {
    "connected": Finding(Health.OK, "probe.wecom_connected"),
    "standby": Finding(Health.OK, "probe.wecom_connected"),
    "disconnected": Finding(Health.BAD, "probe.wecom_disconnected"),
    "refused": Finding(Health.BAD, "probe.wecom_refused"),
    "kicked": Finding(Health.BAD, "probe.wecom_kicked"),
}


def probes(context: ChannelContext, state: str) -> Sequence[Probe]:
    """By the way the robot is connected; the push address besides."""
    credentials = from_environment(context.env)
    if credentials is None:
        return ()
    is_called = context.settings().wecom.transport == URL
    found: list[Probe] = []
    if credentials.webhook_key:
        found.append(Probe("push", partial(_push_address, credentials)))
    if is_called and credentials.can_be_called:
        found.append(Probe("callback", partial(_verify, context, credentials)))
    elif not is_called and credentials.can_connect:
        # a request for the socket without asking for an upgrade: only the clock is of interest
        address = credentials.socket.replace("ws", "http", 1)
        found.append(Probe("platform", partial(reach, address, context.now)))
        found.append(Probe("line", partial(_line, context, credentials, state)))
    elif credentials.can_connect or credentials.can_be_called:
        unfit = Finding(Health.BAD, "probe.wecom_transport")
        found.append(Probe("transport", partial(finding, unfit)))
    else:
        push_only = Finding(Health.NOTE, "probe.wecom_push_only")
        found.append(Probe("transport", partial(finding, push_only)))
    return found


async def _line(context: ChannelContext, credentials: Credentials, state: str) -> Sequence[Finding]:
    """What the running house says of its line. Only where none runs, and no other process has the
    seat, we subscribe ourselves: the platform hangs up on whoever had the line (section 3.2)."""
    if state:
        return told(state, _STATES)
    seat = Seat(seat_name(credentials), context.tokens, SEAT_SECONDS)
    if not await seat.take():
        return [Finding(Health.NOTE, "probe.wecom_taken")]
    try:
        async with connected() as calls:
            return [await _subscribed(calls, credentials)]
    except (NotTaken, OutcomeUnknown, aiohttp.ClientError, OSError) as error:
        return [Finding(Health.BAD, "probe.wecom_no_line", trouble(error))]
    finally:
        await seat.leave()


async def _subscribed(calls: Connections, credentials: Credentials) -> Finding:
    socket = await calls.http.ws_connect(
        credentials.socket, max_msg_size=LARGEST_FRAME, ssl=await trusted(credentials.socket)
    )
    wire = Wire(socket, _ignore)
    reading = asyncio.create_task(wire.read())
    try:
        words: JsonObject = {"bot_id": credentials.bot_id, "secret": credentials.secret}
        code = await wire.call("aibot_subscribe", words)
    finally:
        reading.cancel()
        await asyncio.wait((reading,))
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await wire.close()
    if code == 0:
        return Finding(Health.OK, "probe.secrets_good")
    return Finding(Health.BAD, "probe.wecom_refused")


def _ignore(_cmd: str, _req_id: str, _body: JsonObject) -> None:
    """What comes meanwhile is not ours to handle."""


async def _push_address(credentials: Credentials) -> Sequence[Finding]:
    """An empty message, which the platform cannot show: only a wrong key is of interest
    (section 2)."""
    try:
        async with connected() as calls:
            reply = await calls.exchange(ApiCall("POST", hook_url(credentials), b"{}"))
    except (NotTaken, OutcomeUnknown) as error:
        return [Finding(Health.BAD, "probe.wecom_no_push", trouble(error))]
    code = number_in(parse_object(reply.body) or {}, "errcode")
    if code == _BAD_KEY:
        return [Finding(Health.BAD, "probe.wecom_bad_key")]
    if code is None:
        return [Finding(Health.NOTE, "probe.wecom_push_unseen", {"status": reply.status})]
    return [Finding(Health.OK, "probe.wecom_push")]


async def _verify(context: ChannelContext, credentials: Credentials) -> Sequence[Finding]:
    """The GET with which the platform verifies an address (section 3.1)."""
    timestamp, nonce, echo = str(int(context.now())), secrets.token_hex(8), secrets.token_hex(8)
    sealed = MessageCipher(credentials.aes_key).seal(echo.encode(), "")
    signature = sign(credentials.token, timestamp, nonce, sealed)
    words = {
        "msg_signature": signature,
        "timestamp": timestamp,
        "nonce": nonce,
        "echostr": sealed,
    }
    return await call_back(
        context,
        PATH,
        lambda url: ApiCall("GET", f"{url}?{urlencode(words)}"),
        lambda reply: reply.status == 200 and reply.body == echo.encode(),
    )


PROBES = probes
