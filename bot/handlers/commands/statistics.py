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
)
