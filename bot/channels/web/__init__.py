"""The residents' page as a channel: what is pushed arrives live, or waits for the next visit.

The page itself, with its routes, is bot/desk/book; it tells this adapter which pages are open.
"""

from bot.channels.base import ChannelContext, ChannelPlug
from bot.channels.web.adapter import WebChannel

SIDE_BY_SIDE = 32  # a send waits for a page, not for a platform


def create(context: ChannelContext) -> WebChannel:
    """Always there: it needs no account."""
    return WebChannel(context)


CHANNEL = ChannelPlug("web", needs=(), create=create, side_by_side=SIDE_BY_SIDE)
