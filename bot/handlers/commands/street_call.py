"""来电: what somebody on the street hotline says, typed by the clerk who took the call."""

from bot.handlers.calls import LINE, taking
from bot.handlers.commands.base import Command

COMMAND = Command(
    verbs=("来电", "街道来电", "街道热线"),
    run=taking("street_hotline"),
    help_key="call.help.street",
    tail=LINE,
    private=True,
    everyday=True,
    rank=61,
)
