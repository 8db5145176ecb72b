"""刚才那个谁确认的: which clerk acted on the ticket that was named, or on any of them last."""

from bot.domain.tickets import Act, AuditEntry, Ticket
from bot.handlers.commands.base import Command, Order
from bot.storage import tickets, trail
from bot.usecases.wording import spell_start

_ACTS = {
    "确认": (Act.CONFIRM, Act.ACCEPT),
    "拒绝": (Act.DECLINE,),
    "改": (Act.PROPOSE,),
    "转": (Act.TRANSFER,),
    "接": (Act.OWN,),
    "完成": (Act.SERVE, Act.COLLECT),
    "登记": (Act.ARRIVE, Act.NO_SHOW, Act.COLLECT_WAIT),
}


async def run(order: Order) -> str:
    """The last such act of a clerk, by whom and when; it says so where there was none."""
    work = order.office.work
    wanted = next((acts for word, acts in _ACTS.items() if word in order.rest), _ACTS["确认"])
    by_clerks = (
        each for each in await trail.newest(work) if each.actor in order.office.config.staff
    )
    last = next((each.ticket_id for each in by_clerks if each.act in wanted), None)
    ticket = order.ticket or (await tickets.by_id(work, last) if last else None)
    found = await tickets.audit_of(work, ticket.id) if ticket else ()
    lines = [_line(order, ticket, act) for act in found if ticket and act.act in wanted]
    return lines[-1] if lines else order.say("staff.nobody_did")


def _line(order: Order, ticket: Ticket, act: AuditEntry) -> str:
    actor = act.actor.name
    return order.say(
        "staff.who_did",
        code=ticket.code,
        actor=actor if actor in order.office.config.staff else order.say("staff.by_resident"),
        when=spell_start(order.office.snapshot, act.at),
        act=order.say(f"act.{act.act}"),
    )


COMMAND = Command(
    verbs=("谁确认的",),
    run=run,
    help_key="",
    natural=(
        r"(?:刚刚|刚才|刚|上一?[个条单件]|最后|[那这][个单件条]|的|预约|单子?|到底|是|[\s,，])+"
        r"(?:谁|哪个|哪位)(?:给|帮[他她]|已经?)?(?:确认|拒绝|改|转|接|完成|登记)(?:的?时间)?(?:[的了掉走])*[呢啊呀哦]?[?？]?",
        r"(?:是)?(?:谁|哪个|哪位)(?:确认|拒绝|改|转|接|完成|登记)的?(?:时间)?的[呢啊呀哦]?[?？]?",
    ),
    private=True,
    by_quote=True,
    lists=True,
)
