"""补件 and 取件: not in the group yet; staff are told what they can do with the ticket instead."""

from bot.domain.tickets import OPEN_STATUSES
from bot.handlers.commands.base import Command, Order


async def run(order: Order) -> str:
    """Nothing is changed and nothing is sent."""
    return order.say("staff.not_yet.further", code=order.subject.code)


COMMAND = Command(
    verbs=("补件", "取件", "补材料"),
    run=run,
    help_key="",
    needs_ticket=True,
    private=True,
    tail=r"(?:[\s:：,，]+.*|了?)",
    everyday=True,
    on=OPEN_STATUSES,
)
