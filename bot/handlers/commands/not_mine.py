"""不接: who was asked to take a ticket over says no; it stays with its owner."""

from datetime import datetime

from bot.domain.tickets import OPEN_STATUSES, Ticket
from bot.handlers.commands.base import AND_REMARK, Alone, Command, Order
from bot.usecases.tickets import assign


async def run(order: Order) -> str:
    """Nobody is asked to take it any more; it was the owner's all the time."""
    ticket = order.subject
    if ticket.assignee == order.member.name:
        ticket = await assign(order.office, ticket, order.actor, "")
    owner = ticket.owner or order.say("staff.nobody")
    return order.say("staff.not_taken", code=ticket.code, owner=owner)


def _is_handed_to(ticket: Ticket, name: str, _: datetime) -> bool:
    return ticket.assignee == name


COMMAND = Command(
    verbs=("不接", "退回", "不归我"),
    run=run,
    help_key="",
    needs_ticket=True,
    natural=(
        r"(?:这个|这单|这事)?我(?:这边|们)?(?:也|都)?(?:不接|接不了|办不了|不管|管不了|弄不了)(?:这个|哈|了|哦)?(?:[\s,，]*退(?:回|给)(?:去|给?[\u4e00-\u9fff]{2,4})?)?",
        r"(?:这个|这单|这事)?不归我们?(?:管|办|科|这边)*(?:的|哈|哦)?",
        r"退(?:回|给)(?:去|给?[\u4e00-\u9fff]{2,4})?(?:吧|了|哈)?",
    ),
    private=True,
    tail=AND_REMARK,
    everyday=True,
    on=OPEN_STATUSES,
    alone=Alone(_is_handed_to, with_remark=True),
)
