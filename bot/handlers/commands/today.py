"""今天: who is booked today and who is on duty."""

from bot.handlers.commands.base import Command, Order
from bot.usecases.agenda import spell_agenda


async def run(order: Order) -> str:
    """List it."""
    return await spell_agenda(order.office, order.office.now.date())


COMMAND = Command(
    verbs=("今天", "今日", "今天预约", "今天的预约"),
    run=run,
    help_key="staff.help.today",
    natural=(
        r"今[天日]还?有(?:哪些|哪几个|几个|多少)[?？]?",
        r"今[天日](?:还)?(?:有)?(?:哪些|哪几个|几个|多少|什么)(?:人|预约)(?:预约|约了|要来|来)?[?？]?",
    ),
    private=True,
    everyday=True,
    rank=62,
)
