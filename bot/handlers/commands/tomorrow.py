"""明天: who is booked tomorrow and who is on duty."""

from datetime import timedelta

from bot.handlers.commands.base import Command, Order, asked_of
from bot.usecases.agenda import spell_agenda


async def run(order: Order) -> str:
    """List it."""
    return await spell_agenda(order.office, order.office.today + timedelta(days=1))


COMMAND = Command(
    verbs=("明天", "明日", "明天预约", "明天的预约"),
    run=run,
    help_key="staff.help.tomorrow",
    natural=asked_of("明[天日]"),
    private=True,
    everyday=True,
    rank=63,
    lists=True,
)
