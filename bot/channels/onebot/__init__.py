"""OneBot v11: the staff group and private chats over an ordinary QQ account (sheet onebot.md)."""

from bot.channels.base import ChannelAdapter, ChannelContext, ChannelPlug
from bot.channels.onebot.adapter import OneBotAdapter

TOKEN = "MENTING_ONEBOT_TOKEN"  # noqa: S105 - the name of the variable, not its value


def create(context: ChannelContext) -> ChannelAdapter | None:
    """The adapter, or None without a token: an open OneBot port gets abused (sheet section 3)."""
    token = context.env.get(TOKEN, "").strip()
    return OneBotAdapter(token, context) if token else None


# One QQ account speaks slowly: a second send would only wait in the adapter, under its lease.
CHANNEL = ChannelPlug("onebot", needs=(TOKEN,), create=create, side_by_side=1)
