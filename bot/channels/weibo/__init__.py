"""Weibo private messages (微博私信), as far as their interface is sure (sheet weibo.md)."""

from bot.channels.base import ChannelAdapter, ChannelContext, ChannelPlug
from bot.channels.weibo.credentials import from_environment


def create(context: ChannelContext) -> ChannelAdapter | None:
    """The channel, or None without its secrets: then staff relay by hand (微博 昵称：…)."""
    credentials = from_environment(context.env)
    if credentials is None:
        return None
    from bot.channels.weibo.adapter import WeiboChannel  # nothing of it without an account

    return WeiboChannel(credentials, context)


CHANNEL = ChannelPlug(
    name="weibo", needs=("MENTING_WEIBO_APP_SECRET", "MENTING_WEIBO_ACCOUNT_UID"), create=create
)
