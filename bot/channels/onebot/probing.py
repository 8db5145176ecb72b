"""The probe of the QQ account behind a protocol end: it comes to us, so only the running house
knows how it is."""

from collections.abc import Sequence
from functools import partial

from bot.channels.base import ChannelContext, Finding, Health, Probe
from bot.channels.parts.probing import finding

_STATES = {
    "": Finding(Health.NOTE, "probe.onebot_unknown"),
    "connected": Finding(Health.OK, "probe.onebot_connected"),
    "disconnected": Finding(Health.BAD, "probe.onebot_disconnected"),
    "account_offline": Finding(Health.BAD, "probe.onebot_offline"),
    "silent": Finding(Health.BAD, "probe.onebot_silent"),
}


def probes(_context: ChannelContext, state: str) -> Sequence[Probe]:
    """How the account is."""
    return (Probe("account", partial(finding, _STATES.get(state, _STATES[""]))),)


PROBES = probes
