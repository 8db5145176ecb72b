"""The probe of the residents' page: whether its address leads here."""

from collections.abc import Sequence
from functools import partial

from bot.channels.base import ChannelContext, Finding, Health, Probe
from bot.channels.parts.calls import ApiCall
from bot.channels.parts.probing import call_back, finding

_PATH = "/book"


def probes(context: ChannelContext, _state: str) -> Sequence[Probe]:
    """The page as a resident opens it; and whether what they write is sealed on its way."""
    found = [Probe("page", partial(_open, context))]
    if not context.settings().web_address:
        found.append(Probe("sealed", partial(finding, Finding(Health.NOTE, "probe.web_nameless"))))
    if context.settings().web_address.startswith("http:"):
        found.append(Probe("sealed", partial(finding, Finding(Health.NOTE, "probe.web_open"))))
    return found


async def _open(context: ChannelContext) -> Sequence[Finding]:
    return await call_back(
        context, _PATH, lambda url: ApiCall("GET", url), lambda reply: reply.status == 200
    )


PROBES = probes
