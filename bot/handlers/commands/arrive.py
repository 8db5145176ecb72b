"""到了: the resident is at the window."""

from datetime import datetime

from bot.domain.calendar import CHINA
from bot.domain.tickets import Status, Ticket, is_over
from bot.handlers.commands.base import AND_REMARK, Alone, Command, Order, keep_remark
from bot.usecases import tickets


async def run(order: Order) -> str:
    """Note the arrival; who was not confirmed yet is confirmed first."""
    ticket = order.subject
    if ticket.status is Status.REQUESTED and not is_over(ticket, order.office.now):
        return order.say("staff.confirm_first", code=ticket.code, act=order.say("act.arrive"))
    moved = await tickets.arrive(order.office, ticket, order.actor)
    return order.say("staff.arrived", code=moved.code) + await keep_remark(order, moved)


def _is_of_today(ticket: Ticket, _: str, now: datetime) -> bool:
    starts_at = ticket.starts_at
    return (
        starts_at is not None and starts_at.astimezone(CHINA).date() == now.astimezone(CHINA).date()
    )


_WHO = r"(?:他们?|她们?|人|居民|[\u4e00-\u9fff]{1,2}(?:女士|先生|阿姨|大爷))"

COMMAND = Command(
    verbs=("到了", "已到", "到场", "签到", "来了"),
    run=run,
    help_key="staff.help.arrive",
    needs_ticket=True,
    natural=(
        rf"的?{_WHO}(?:已经?|都|刚刚?)*(?:来了|到了|到场了?|到窗口了|过来了)(?:哈|啊)?",
        r"已经?(?:来了|到了|到场了?)",
    ),
    private=True,
    tail=AND_REMARK,
    everyday=True,
    on=frozenset({Status.CONFIRMED}),
    rank=7,
    unless=r"不|没|如果|要是|[吗么?？]|等(?!着|起|候)|再|快|马上|还",
    alone=Alone(_is_of_today),
)
