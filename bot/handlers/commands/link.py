"""关联: the people of two tickets are one, found out by phone; their accounts belong together."""

from bot.handlers.commands.base import ACTING_ROLES, Command, Order
from bot.handlers.orders_pairs import PAIR_TAIL, codes_of, on_pair
from bot.storage import tickets
from bot.usecases.linking_by_staff import Pair, Tied, link, spell_links


async def run(order: Order) -> str:
    """With one code how it stands; with two, shown first, and done when 已核对 was said."""
    if not order.member.roles & ACTING_ROLES:
        return order.say("staff.not_allowed")
    codes = codes_of(order.rest)
    if len(codes) == 1:
        ticket = await tickets.by_code(order.office.work, codes[0])
        missing = order.say("staff.no_such_code", code=codes[0])
        return await spell_links(order.office, ticket) if ticket else missing

    async def do(pair: Pair) -> str:
        tied = await link(order.office, pair, order.actor)
        key = "staff.linked" if tied is Tied.DONE else "staff.pair_already"
        return order.say(key, first=codes[0], second=codes[1])

    return await on_pair(order.office, order.rest, "staff.link_check", do)


COMMAND = Command(
    verbs=("关联",),
    run=run,
    help_key="staff.help.link",
    private=True,
    tail=PAIR_TAIL,
    rank=60,
)
