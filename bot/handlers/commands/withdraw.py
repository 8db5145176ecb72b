"""停止代管: the person of the first ticket manages the appointments of the second no longer."""

from bot.handlers.commands.base import ACTING_ROLES, Command, Order
from bot.handlers.orders_pairs import PAIR_TAIL, codes_of, on_pair
from bot.usecases.linking_by_staff import Pair, withdraw

_CHECKED = " 已核对"
"""What only takes a right away needs no phone call."""


async def run(order: Order) -> str:
    """Done at once, both are told."""
    if not order.member.roles & ACTING_ROLES:
        return order.say("staff.not_allowed")

    async def do(pair: Pair) -> str:
        is_done = await withdraw(order.office, pair, order.actor)
        first, second = codes_of(order.rest)
        key = "staff.withdrawn" if is_done else "staff.withdrawn_none"
        return order.say(key, first=first, second=second)

    return await on_pair(order.office, order.rest + _CHECKED, "staff.entrust_check", do)


COMMAND = Command(
    verbs=("停止代管", "取消代管", "解除代管"),
    run=run,
    help_key="staff.help.withdraw",
    private=True,
    tail=PAIR_TAIL,
    rank=63,
)
