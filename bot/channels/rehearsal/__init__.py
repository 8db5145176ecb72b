"""Rehearsal: every channel without an account, for sandbox, `simulate` and training staff.

It has no CHANNEL: it is never found as a plug, only put in place of the real adapters.
"""

from bot.channels.rehearsal.adapter import CHANNELS, Delivered, RehearsalChannel, rehearsal_channels

__all__ = ["CHANNELS", "Delivered", "RehearsalChannel", "rehearsal_channels"]
