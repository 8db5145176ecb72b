"""今天: who is booked today and who is on duty."""

from bot.handlers.commands.base import Command, Order, asked_of
from bot.usecases.agenda import spell_agenda


async def run(order: Order) -> str:
    """List it."""
    return await spell_agenda(order.office, order.office.today)


COMMAND = Command(
    verbs=("今天", "今日", "今天预约", "今天的预约"),
    run=run,
    help_key="staff.help.today",
    natural=asked_of("今[天日]"),
    private=True,
    everyday=True,
    rank=62,
    lists=True,
)
