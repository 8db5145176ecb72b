"""导出: lists of residents do not leave through the group; what can be seen there is said."""

from bot.handlers.commands.base import Command, Order


async def run(order: Order) -> str:
    """Nothing is exported."""
    return order.say("staff.no_export")


COMMAND = Command(
    verbs=("导出", "导出数据", "导出名单"),
    run=run,
    help_key="",
    private=True,
    everyday=True,
    natural=(
        r"(?:把|将)?[^,，。]{0,8}(?:预约|数据|名单|记录|表)(?:都)?(?:导出|导一份|打印)(?:来|一份|一下)*(?:吧|嘛)?",
    ),
)
