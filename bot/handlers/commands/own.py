"""接: the ticket or the task is mine from now on; accepts a hand-over."""

from datetime import datetime

from bot.domain.tickets import OPEN_STATUSES, Status, Ticket
from bot.handlers.commands.base import NOTHING, Alone, Command, Order
from bot.storage.tasks import Task
from bot.usecases import tasks, tickets
from bot.usecases.helping import begin_help


async def run(order: Order) -> str:
    """Become the owner."""
    ticket, name = order.subject, order.member.name
    if ticket.owner == name and not ticket.assignee:
        return order.say("staff.owned_already", code=ticket.code)
    moved = await tickets.own(order.office, ticket, order.actor)
    before = ticket.owner if ticket.owner != name else ""
    key = "staff.owned_from" if before else "staff.owned"
    return order.say(key, code=moved.code, name=name, before=before)


async def on_task(order: Order) -> str:
    """Look after the task; whom to phone and what to say comes privately."""
    taken = await tasks.take(order.office, order.chore, order.member.name)
    is_heard = await begin_help(order.office, taken)
    key = "task.taken_now_listening" if is_heard else "task.taken_now"
    shown = order.say(key, code=taken.code, name=order.member.name)
    return await order.in_private(shown, await tasks.spell_for_taker(order.office, taken))


def _may_be_taken(ticket: Ticket, name: str, _: datetime) -> bool:
    """What was handed to them, or a request that is a colleague's."""
    is_others = ticket.owner != name and not ticket.assignee
    return ticket.assignee == name or (is_others and ticket.status is Status.REQUESTED)


def _is_free(task: Task, _: str) -> bool:
    return not task.taken_by


_ME = r"(?:这个|这单|这件)?(?:我来|我)"

COMMAND = Command(
    verbs=("接", "接单", "接手", "接了", "接收"),
    run=run,
    help_key="staff.help.own",
    needs_ticket=True,
    natural=(
        rf"{_ME}(?:办理?|负责|处理|跟进|接手?|接单|弄|对接|联系)(?:这个|这单|它)?(?:了|吧|哈|嘛|噻){{0,2}}",
        r"(?:不用?转了|算了)[\s,，]*(?:还是)?我(?:自己)?(?:来|办|弄|接|处理|跟进)(?:吧|了|哈|嘛)?",
        r"(?:这个|这单)?(?:我来|归我|交给我|算我的)(?:了|吧|哈|嘛|噻)?",
    ),
    private=True,
    tail=NOTHING,
    everyday=True,
    on=OPEN_STATUSES,
    on_task=on_task,
    rank=6,
    unless=r"不|没|如果|要是|[吗么?？]|等|再",
    alone=Alone(_may_be_taken, _is_free),
)
