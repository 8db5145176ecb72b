"""不同意: to a swap or to stand in; of a search the next one is asked."""

from bot.handlers.commands.base import Command
from bot.handlers.roster_replies import answering
from bot.usecases.exchange_answers import refuse

COMMAND = Command(
    verbs=("不同意换班", "不同意顶班", "不同意请假"),
    run=answering("exchange.word.refuse", refuse),
    help_key="",
    private=True,
    tail=r"[\s,，第]*\d{0,4}.{0,40}",
)
