"""取件: what was applied for is ready, the resident is told to collect it."""

from bot.domain.tickets import Status, is_over
from bot.handlers.commands.base import AND_REMARK, Command, Order, keep_remark
from bot.usecases.collecting import call_to_collect
from bot.usecases.telling import told


async def run(order: Order) -> str:
    """Tell them, once; before the visit there is nothing to collect."""
    ticket, now = order.subject, order.office.now
    if ticket.status is Status.REQUESTED and not is_over(ticket, now):
        act = order.say("act.collect_wait")
        return order.say("staff.confirm_first", code=ticket.code, act=act)
    if ticket.status is Status.CONFIRMED and ticket.starts_at and ticket.starts_at > now:
        return order.say("staff.collect_early", code=ticket.code)
    moved = await call_to_collect(order.office, ticket, order.actor)
    kept = await keep_remark(order, moved)
    key = "staff.ready" if moved.status is Status.WAITING_COLLECTION else "staff.told_to_collect"
    return order.say(key, code=moved.code, told=await told(order.office, moved)) + kept


COMMAND = Command(
    verbs=(
        "取件",
        "可取件",
        "待取件",
        "可以取了",
        "可以来取了",
        "可以来取",
        "可以取件",
        "来取件",
        "通知取件",
    ),
    run=run,
    help_key="staff.help.collect",
    needs_ticket=True,
    natural=(
        r"(?:(?:证|卡|材料|东西|件|结果)?(?:已经?|都)?(?:办|做|制|弄)?(?:好了|出来了|下来了)[\s,，]*)?"
        r"(?:喊|叫|让|请|通知|告诉)(?:他们?|她们?|人家|居民)?(?:可以)?(?:过来|来)(?:取|拿|领)(?:件|证|卡|一下|走)?(?:了|哈|吧|嘛|噻)?",
    ),
    private=True,
    tail=AND_REMARK,
    on=frozenset({Status.ARRIVED, Status.SERVED}),
    rank=12,
    unless=r"不|没|如果|要是|[吗么?？]|等|再|快|马上|还",
)
