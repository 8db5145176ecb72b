"""换班, 请假, 顶班 and the gaps of the roster: not in the group yet, staff are told who does it."""

from bot.handlers.commands.base import Command, Order


async def run(order: Order) -> str:
    """Nothing is changed."""
    return order.say("staff.not_yet.roster")


COMMAND = Command(
    verbs=("换班", "请假", "顶班", "调班", "替班", "排班缺口"),
    run=run,
    help_key="",
    private=True,
    tail=r"(?:[\s:：,，]+[^?？吗]{0,30}|[0-9@]\S{0,20}|)[\s。.!！]*",
    everyday=True,
)
