"""代管: the person of the first ticket manages the appointments of the second, after a call."""

from bot.handlers.commands.base import ACTING_ROLES, Command, Order
from bot.handlers.orders_pairs import PAIR_TAIL, codes_of, on_pair
from bot.usecases.linking_by_staff import Pair, entrust
from bot.usecases.proxies import Agreed


async def run(order: Order) -> str:
    """Shown first, and done when 已核对 was said."""
    if not order.member.roles & ACTING_ROLES:
        return order.say("staff.not_allowed")

    async def do(pair: Pair) -> str:
        agreed = await entrust(order.office, pair, order.actor)
        if agreed is not Agreed.DONE:
            return order.say(f"proxy.not_{agreed.value}", most=order.office.config.centre.proxies)
        first, second = codes_of(order.rest)
        return order.say("staff.entrusted", first=first, second=second)

    return await on_pair(order.office, order.rest, "staff.entrust_check", do)


COMMAND = Command(
    verbs=("代管",),
    run=run,
    help_key="staff.help.entrust",
    private=True,
    tail=PAIR_TAIL,
    rank=62,
)
