"""统计: not in the group yet; staff are told what they can see instead."""

from bot.handlers.commands.base import Command, Order


async def run(order: Order) -> str:
    """Nothing is counted."""
    return order.say("staff.not_yet.statistics")


COMMAND = Command(
    verbs=("统计", "统计数据", "本月统计", "本周统计"),
    run=run,
    help_key="",
    private=True,
    tail=r"\s*(?:今天|[本这上]周|[本这上]个?月|今年)?[\s。.!！]*",
    everyday=True,
    natural=(
        r"(?:[本这上]周|[本这上]个?月|今年|昨天|今天)的?(?:服务)?(?:满意度|好评率?|差评|评价|办件量|预约量|办理量|业务量|统计|数据|报表)(?:数据|情况)?(?:怎么样|如何|咋样|有?多少|是多少|发一下|呢)?[?？]?",
        r"(?:把|将)?[^,，。]{0,8}(?:预约|数据|名单|记录|表)(?:都)?(?:导出|导一份|打印)(?:来|一份|一下)*(?:吧|嘛)?",
    ),
)
