"""超时: what should have been answered or done by now, the longest waiting first."""

from bot.handlers.commands.base import Command, Order
from bot.usecases.agenda import spell_overdue


async def run(order: Order) -> str:
    """List it."""
    return await spell_overdue(order.office)


COMMAND = Command(
    verbs=("超时", "超时的", "超期", "逾期"),
    run=run,
    help_key="staff.help.overdue",
    natural=(
        r"(?:有|还有)?(?:哪些|什么|几个|多少)(?:单子?|预约|事项)?(?:是|都)?(?:已经)?(?:超时|超期|逾期)(?:了|的|的单子?)?[?？]?",
        r"(?:超时|超期|逾期)的?(?:单子?|预约|事项)?(?:还|都)?(?:有|是)?(?:哪些|哪几个|几个|多少|没有?|吗)[?？]?",
        r"(?:有没有|有|有哪些|哪些|哪几个)?(?:是)?(?:快|马上|就)要?(?:超时|超期|逾期)了?(?:的|的单子?)?(?:有哪些|吗)?[?？]?",
        r"(?:有没有|有无|有)(?:超时|超期|逾期)(?:的|的单子?)?吗?[?？]?",
    ),
    private=True,
    rank=61,
    lists=True,
)
