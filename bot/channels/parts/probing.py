"""What the probes of several channels share: reaching a platform, its clock, our callback."""

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp

from bot.channels.base import ChannelContext, Finding, Health
from bot.channels.parts.calls import ApiCall, ApiReply, Connections, NotTaken, OutcomeUnknown

_LIMITS = aiohttp.ClientTimeout(total=30, sock_connect=5)
# A Date header has whole seconds; callbacks are refused when they are 300 s off (check_fresh).
MOST_SKEW = 60
_TROUBLES = frozenset({"no_connection", "certificate", "timeout", "connection_lost", "unreadable"})


@asynccontextmanager
async def connected() -> AsyncIterator[Connections]:
    """Connections for one probe."""
    opened = Connections()
    await opened.open(_LIMITS)
    try:
        yield opened
    finally:
        await opened.close()


def trouble(error: Exception) -> dict[str, object]:
    """The values for a sentence about a call that failed: `trouble` names it, `word` is what there
    was to read."""
    word = str(error) if isinstance(error, NotTaken | OutcomeUnknown) else type(error).__name__
    if isinstance(error.__cause__, aiohttp.ClientConnectorCertificateError):
        word = "certificate"
    kind = word if word in _TROUBLES else "http" if word.startswith("http_") else "other"
    return {"trouble": kind, "word": word.removeprefix("http_")}


async def reach(url: str, now: Callable[[], float]) -> Sequence[Finding]:
    """Whether the platform at `url` answers anything at all, and what its clock says; `now`: unix
    seconds."""
    host = urlsplit(url).netloc
    began = time.monotonic()
    try:
        async with connected() as calls:
            reply = await calls.exchange(ApiCall("GET", url))
    except (NotTaken, OutcomeUnknown) as error:
        return [Finding(Health.BAD, "probe.unreachable", {"host": host, **trouble(error)})]
    skew = _skew(reply, now() - (time.monotonic() - began) / 2)
    if skew is None:
        return [Finding(Health.OK, "probe.reached", {"host": host})]
    seconds = {"host": host, "seconds": abs(round(skew))}
    if abs(skew) <= MOST_SKEW:
        return [Finding(Health.OK, "probe.same_time", seconds)]
    return [Finding(Health.BAD, "probe.clock_fast" if skew > 0 else "probe.clock_slow", seconds)]


def _skew(reply: ApiReply, now: float) -> float | None:
    """By how many seconds our clock is ahead."""
    try:
        return now - parsedate_to_datetime(reply.headers["Date"]).timestamp()
    except (KeyError, ValueError):
        return None


async def call_back(
    context: ChannelContext,
    path: str,
    make: Callable[[str], ApiCall],
    is_ours: Callable[[ApiReply], bool],
) -> Sequence[Finding]:
    """Verify our own `path` from outside as the platform does, at the address an admin configured
    and at no other; `make` gets the whole address."""
    base = context.settings().web_address.rstrip("/")
    if not base:
        return [Finding(Health.NOTE, "probe.no_address", {"path": path})]
    values: dict[str, object] = {"url": base + path}
    try:
        async with connected() as calls:
            reply = await calls.exchange(make(base + path))
    except (NotTaken, OutcomeUnknown) as error:
        return [Finding(Health.BAD, "probe.callback_unreachable", values | trouble(error))]
    if is_ours(reply):
        return [Finding(Health.OK, "probe.callback", values)]
    values["status"] = reply.status
    return [Finding(Health.BAD, "probe.callback_wrong", values)]


def told(state: str, known: Mapping[str, Finding]) -> Sequence[Finding]:
    """What the running house says of the channel, where it means something."""
    return [known[state]] if state in known else []


async def finding(found: Finding) -> Sequence[Finding]:
    """A look at what is known already."""
    return [found]
