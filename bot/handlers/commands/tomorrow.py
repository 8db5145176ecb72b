"""明天: who is booked tomorrow and who is on duty."""

from datetime import timedelta

from bot.handlers.commands.base import Command, Order
from bot.usecases.agenda import spell_agenda


async def run(order: Order) -> str:
    """List it."""
    return await spell_agenda(order.office, order.office.now.date() + timedelta(days=1))


COMMAND = Command(
    verbs=("明天", "明日", "明天预约", "明天的预约"),
    run=run,
    help_key="staff.help.tomorrow",
    natural=(
        r"明[天日](?:有)?(?:哪些|哪几个|几个|多少|什么)(?:人|预约)(?:预约|约了|要来|来)?[?？]?",
    ),
    private=True,
    everyday=True,
    rank=63,
)
