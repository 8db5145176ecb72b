"""The official QQ bot (QQ 机器人) in private chats and groups (platform sheet qq.md)."""

from bot.channels.base import ChannelAdapter, ChannelContext, ChannelPlug
from bot.channels.qq.credentials import from_environment


def create(context: ChannelContext) -> ChannelAdapter | None:
    """The channel, or None without AppID or secret: everything that comes is signed with it."""
    credentials = from_environment(context.env)
    if credentials is None:
        return None
    from bot.channels.qq.adapter import QqChannel  # nothing of it without an account

    return QqChannel(credentials, context)


CHANNEL = ChannelPlug(name="qq", needs=("MENTING_QQ_APP_ID", "MENTING_QQ_SECRET"), create=create)
