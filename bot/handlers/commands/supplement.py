"""补件: the resident is told what to bring in addition."""

from bot.domain.tickets import OPEN_STATUSES
from bot.handlers.commands.base import Command, Order
from bot.usecases.collecting import ask_for_more
from bot.usecases.telling import told, warned

LONGEST_LIST = 200


async def run(order: Order) -> str:
    """Send the list as it was typed; without one, say how to write it."""
    ticket, materials = order.subject, order.rest
    if not materials:
        how = order.say("staff.supplement_what", code=ticket.code)
        return how + await warned(order.office, ticket)
    if len(materials) > LONGEST_LIST:
        return order.say("staff.too_long", most=LONGEST_LIST)
    moved = await ask_for_more(order.office, ticket, order.actor, materials)
    return order.say("staff.supplemented", code=moved.code, told=await told(order.office, moved))


COMMAND = Command(
    verbs=("补件", "补材料", "补充材料", "补资料"),
    run=run,
    help_key="staff.help.supplement",
    needs_ticket=True,
    private=True,
    # Not 补件了没有 and 补材料的话: they ask or tell a colleague.
    tail=r"(?:[\s:：,，]+.*|(?![了的过吗不没没]).*|)",
    on=OPEN_STATUSES,
    rank=11,
)
