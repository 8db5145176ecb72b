"""待办: what is still open, overdue first."""

from bot.handlers.commands.base import Command, Order
from bot.usecases.agenda import spell_backlog


async def run(order: Order) -> str:
    """List it."""
    return await spell_backlog(order.office)


COMMAND = Command(
    verbs=("待办", "待办事项", "待处理", "待确认"),
    run=run,
    help_key="staff.help.backlog",
    natural=(
        r"待办(?:的|事项)?(?:还)?(?:有|剩)?(?:几件|几个|多少|哪些)(?:了|没办)?[?？]?",
        r"(?:今天)?(?:有没有|有无|还有没有|有)新的?(?:预约|单子?|申请)(?:没有|没得|吗|么|没)?[?？]?",
        r"(?:今天)?还?剩(?:下|余)?(?:哪些|几个|几件|多少)(?:没办|没处理|没确认)?(?:的|了)?[?？]?",
        r"(?:哪些|哪几个|有哪些)(?:单子?|预约)?是(?:归)?我的?(?:办|负责|经办)?的?[?？]?",
        r"(?:还)?(?:没|未|待)(?:确认|办|处理)的(?:还?有)?(?:哪些|哪几个|几个|多少)[?？]?",
        r"(?:今天|目前|现在|一共)*(?:还有|有|还剩)?(?:哪些|什么|几个|多少|哪几个|几件)(?:单子?|预约|事项?|件|人)?(?:是)?(?:还)?(?:没|未)有?(?:办|处理|确认|回复?|弄)(?:完|好)?的?[?？]?",
        r"(?:还有|有)(?:哪些|什么|几个|多少)(?:待办|没处理|没确认|没办)(?:的|的单子?|事项)?[?？]?",
    ),
    private=True,
    rank=60,
)
