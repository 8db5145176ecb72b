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
    natural=(
        r"(?:把|将)?(?:这个|这单)?(?:取消|撤销|删|作废)掉?(?:了|吧|哈|嘛)?",
        r"(?:他|她|居民|人家|对方|[\u4e00-\u9fff]{1,2}(?:女士|先生|阿姨|大爷))?(?:说)?(?:他|她)?(?:又)?(?:不来了|来不了了?|不办了|不约了|不想来了|要?取消了?)(?:哈|哦)?",
    ),
    private=True,
    everyday=True,
    on=frozenset(),
)
