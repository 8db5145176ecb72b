"""社区来电: the same for somebody on a community's hotline."""

from bot.handlers.calls import LINE, taking
from bot.handlers.commands.base import Command

COMMAND = Command(
    verbs=("社区来电", "社区热线", "社区代约"),
    run=taking("community_hotline"),
    help_key="call.help.community",
    tail=LINE,
    private=True,
    everyday=True,
    rank=62,
)
