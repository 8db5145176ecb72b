"""WeCom (企业微信): the staff group through the smart robot, or push only (sheet wecom.md)."""

from bot.channels.base import ChannelAdapter, ChannelContext, ChannelPlug
from bot.channels.wecom.credentials import from_environment


def create(context: ChannelContext) -> ChannelAdapter | None:
    """The channel, or None without secrets. ValueError: an AES key that is none."""
    credentials = from_environment(context.env)
    if credentials is None:
        return None
    from bot.channels.wecom.adapter import WecomChannel  # nothing of it without a robot

    return WecomChannel(credentials, context)


CHANNEL = ChannelPlug(
    name="wecom", needs=("MENTING_WECOM_BOT_ID", "MENTING_WECOM_SECRET"), create=create
)
