"""未到: the resident did not come."""

from datetime import datetime

from bot.domain.tickets import OPEN_STATUSES, Status, Ticket
from bot.handlers.commands.base import AND_REMARK, Alone, Command, Order, keep_remark
from bot.usecases import tickets
from bot.usecases.telling import told


async def run(order: Order) -> str:
    """Note it, unless the appointment is still to come."""
    ticket = order.subject
    is_to_come = ticket.starts_at is not None and ticket.starts_at > order.office.now
    if is_to_come and ticket.status in OPEN_STATUSES:
        return order.say("staff.no_show_early", code=ticket.code)
    moved = await tickets.mark_no_show(order.office, ticket, order.actor)
    kept = await keep_remark(order, moved)
    return order.say("staff.no_show", code=moved.code, told=await told(order.office, moved)) + kept


def _has_begun(ticket: Ticket, _: str, now: datetime) -> bool:
    return ticket.starts_at is not None and ticket.starts_at <= now


_WHO = r"(?:他们?|她们?|人|居民|[\u4e00-\u9fff]{1,2}(?:女士|先生|阿姨|大爷))"

COMMAND = Command(
    verbs=("未到", "没到", "没来", "未到场", "爽约"),
    run=run,
    help_key="staff.help.no_show",
    needs_ticket=True,
    natural=(
        rf"{_WHO}?(?:一直|都|还是)*(?:没来|没到|未到|没有来|没过来|爽约了|放鸽子了?|没(?:看|见)(?:到)?(?:他|她)?人影?|人影(?:子)?都?没(?:得|有|见到))(?:哈|啊|了)?",
    ),
    private=True,
    tail=AND_REMARK,
    everyday=True,
    on=frozenset({Status.CONFIRMED}),
    rank=9,
    unless=r"如果|要是|[吗么?？]|等|再|还没到|马上|先",
    alone=Alone(_has_begun),
)
