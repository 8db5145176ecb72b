"""同意: to a swap, to stand in, or, as a leader, to what was asked for."""

from bot.handlers.commands.base import Command, Order
from bot.handlers.roster_replies import answered, spell_outcome
from bot.usecases.exchange_answers import agree


async def run(order: Order) -> str:
    """Say yes to the only request that waits for the speaker, or to the one that was named."""
    found = await answered(order, order.say("exchange.word.agree"))
    if isinstance(found, str):
        return found
    return await spell_outcome(order, await agree(order.office, found, order.member.name))


COMMAND = Command(
    verbs=("同意换班", "同意顶班", "同意请假"),
    run=run,
    help_key="exchange.help.agree",
    private=True,
    tail=r"[\s,，第]*\d{0,4}[\s号。.!！~了的]*",
    rank=70,
)
