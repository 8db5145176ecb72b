"""不同意: to a swap or to stand in; of a search the next one is asked."""

from bot.handlers.commands.base import Command, Order
from bot.handlers.roster_replies import answered, spell_outcome
from bot.usecases.exchange_answers import refuse


async def run(order: Order) -> str:
    """Say no to the only request that waits for the speaker, or to the one that was named."""
    found = await answered(order, order.say("exchange.word.refuse"))
    if isinstance(found, str):
        return found
    return await spell_outcome(order, await refuse(order.office, found, order.member.name))


COMMAND = Command(
    verbs=("不同意换班", "不同意顶班", "不同意请假"),
    run=run,
    help_key="",
    private=True,
    tail=r"[\s,，第]*\d{0,4}.{0,40}",
)
