"""The WeChat official account (微信公众号): pushes answered at once, window messages, notices."""

from bot.channels.base import ChannelAdapter, ChannelContext, ChannelPlug
from bot.channels.wechat.credentials import from_environment


def create(context: ChannelContext) -> ChannelAdapter | None:
    """The channel, or None without its token. ValueError: an AES key that is none."""
    credentials = from_environment(context.env)
    if credentials is None:
        return None
    from bot.channels.wechat.adapter import WeChatChannel  # nothing of it without an account

    return WeChatChannel(credentials, context)


CHANNEL = ChannelPlug(name="wechat", needs=("MENTING_WECHAT_TOKEN",), create=create)
