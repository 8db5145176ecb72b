"""The WeChat official account (微信公众号): pushes answered at once, window messages, notices."""

from bot.channels.base import ChannelPlug
from bot.channels.wechat.adapter import create

CHANNEL = ChannelPlug(name="wechat", needs=("MENTING_WECHAT_TOKEN",), create=create)
