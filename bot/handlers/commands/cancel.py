"""取消: only residents cancel; staff are told what they can do instead."""

from bot.handlers.commands.base import Command, Order


async def run(order: Order) -> str:
    """Nothing is changed."""
    return order.say("staff.cancel_how", code=order.subject.code)


COMMAND = Command(
    verbs=("取消", "撤销", "作废", "删除"),
    run=run,
    help_key="",
    needs_ticket=True,
    private=True,
    everyday=True,
    on=frozenset(),
)
