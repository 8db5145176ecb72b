"""拆开: the account of a ticket was linked with a wrong one; it is for itself again."""

from bot.handlers.commands.base import ACTING_ROLES, Command, Order
from bot.handlers.orders_pairs import PAIR_TAIL, codes_of
from bot.storage import tickets
from bot.usecases.linking_by_staff import unlink


async def run(order: Order) -> str:
    """Part it from all it is linked with; they are told."""
    if not order.member.roles & ACTING_ROLES:
        return order.say("staff.not_allowed")
    codes = codes_of(order.rest)
    if not codes:
        return order.say("staff.unlink_how")
    ticket = await tickets.by_code(order.office.work, codes[0])
    if ticket is None:
        return order.say("staff.no_such_code", code=codes[0])
    if ticket.contact_id is None:
        return order.say("staff.link_no_contact", code=ticket.code)
    channels = await unlink(order.office, ticket.contact_id, order.actor)
    key = "staff.unlinked" if channels else "staff.unlink_none"
    return order.say(key, code=ticket.code, channels=channels)


COMMAND = Command(
    verbs=("拆开", "解除关联"),
    run=run,
    help_key="staff.help.unlink",
    private=True,
    tail=PAIR_TAIL,
    rank=61,
)
