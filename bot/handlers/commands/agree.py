"""同意: to a swap, to stand in, or, as a leader, to what was asked for."""

from bot.handlers.commands.base import Command
from bot.handlers.roster_replies import answering
from bot.usecases.exchange_answers import agree

COMMAND = Command(
    verbs=("同意换班", "同意顶班", "同意请假"),
    run=answering("exchange.word.agree", agree),
    help_key="exchange.help.agree",
    private=True,
    tail=r"[\s,，第]*\d{0,4}[\s号。.!！~了的]*",
    rank=70,
)
