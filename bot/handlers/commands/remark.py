"""备注: a note for colleagues; the resident does not hear of it."""

from bot.domain.tickets import OPEN_STATUSES
from bot.handlers.commands.base import Command, Order
from bot.handlers.wanting import want_more
from bot.usecases import tickets

LONGEST_NOTE = 200


async def run(order: Order) -> str:
    """Add the note."""
    ticket = order.subject
    if not order.rest:
        text = order.say("staff.remark_what", code=ticket.code)
        return await want_more(order, "备注", text)
    if len(order.rest) > LONGEST_NOTE:
        return order.say("staff.too_long", most=LONGEST_NOTE)
    moved = await tickets.remark(order.office, ticket, order.actor, order.rest)
    return order.say("staff.remarked", code=moved.code)


COMMAND = Command(
    verbs=("备注", "备注一下", "备注下", "记一下", "记录一下", "记录"),
    run=run,
    help_key="staff.help.remark",
    needs_ticket=True,
    private=True,
    tail=r".*",
    on=OPEN_STATUSES,
    rank=10,
    unless=r"[吗么?？]$",
)
