"""代约: somebody on the street hotline wants an appointment; the clerk writes it in one line."""

from bot.handlers.calls import LINE, taking
from bot.handlers.commands.base import Command

COMMAND = Command(
    verbs=("代约", "代预约", "帮约"),
    run=taking("street_hotline", is_booking=True),
    help_key="call.help.book_for",
    tail=LINE,
    private=True,
    everyday=True,
    rank=60,
)
