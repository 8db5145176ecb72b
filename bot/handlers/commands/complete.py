"""完成: the matter is done and the resident told; a task is ticked off."""

from datetime import datetime

from bot.domain.calendar import CHINA
from bot.domain.tickets import Status, Ticket, is_over
from bot.handlers.commands.base import (
    AND_REMARK,
    Alone,
    Command,
    Order,
    finish_task,
    is_free_or_own,
    keep_remark,
)
from bot.usecases import tickets
from bot.usecases.collecting import hand_out
from bot.usecases.telling import told
from bot.usecases.wording import spell_start


async def run(order: Order) -> str:
    """Note that the resident was served; who was not confirmed yet is confirmed first."""
    ticket = order.subject
    if ticket.status is Status.REQUESTED and not is_over(ticket, order.office.now):
        return order.say("staff.confirm_first", code=ticket.code, act=order.say("act.serve"))
    if ticket.status is Status.CONFIRMED and _is_days_away(order):
        when = spell_start(order.office.snapshot, ticket.starts_at) if ticket.starts_at else ""
        return order.say("staff.complete_early", code=ticket.code, when=when)
    is_kept = ticket.status is Status.WAITING_COLLECTION
    end = hand_out if is_kept else tickets.complete
    moved = await end(order.office, ticket, order.actor)
    kept = await keep_remark(order, moved)
    return order.say("staff.served", code=moved.code, told=await told(order.office, moved)) + kept


def _is_days_away(order: Order) -> bool:
    """Whether the visit is on a later day: who came early is noted with 到了 first."""
    starts_at = order.subject.starts_at
    today = order.office.today
    return starts_at is not None and starts_at.astimezone(CHINA).date() > today


def _is_in_hand(ticket: Ticket, _: str, now: datetime) -> bool:
    """Who is here, or should be; what waits to be collected is rarely meant."""
    has_begun = ticket.starts_at is not None and ticket.starts_at <= now
    return ticket.status is Status.ARRIVED or (ticket.status is Status.CONFIRMED and has_begun)


_WHO = r"(?:给|帮|他们?|她们?|居民|事情|业务|材料|都|这个|这单|已经?|\s)*"

COMMAND = Command(
    verbs=("完成", "办结", "办完", "办完了", "办好", "办好了"),
    run=run,
    help_key="staff.help.complete",
    needs_ticket=True,
    natural=(
        rf"{_WHO}(?:办完|办好|办归一|办结|搞定|搞完|弄好|弄完|处理好|处理完|完成)了?(?:哈|啊)?",
        rf"{_WHO}(?:来)?(?:取|拿|领)走了(?:哈|啊)?",
        r"(?:东西|证|卡)?已经?(?:来)?(?:取|拿|领)走了?(?:哈|啊)?",
    ),
    private=True,
    tail=rf"(?!.*(?:让|叫|喊|通知|可以)[^）)]{{0,6}}(?:取|拿|领)){AND_REMARK}",  # that is 取件
    everyday=True,
    on=frozenset({Status.CONFIRMED, Status.ARRIVED, Status.WAITING_COLLECTION}),
    on_task=finish_task,
    rank=8,
    unless=r"不|没|如果|要是|[吗么?？]|等|再|快|马上|还|差",
    alone=Alone(_is_in_hand, is_free_or_own, own_only=True, with_remark=True),
)
