"""完成: the matter is done and the resident told; a task is ticked off."""

from bot.domain.tickets import Status, is_over
from bot.handlers.commands.base import AND_REMARK, Command, Order, keep_remark
from bot.usecases import tasks, tickets
from bot.usecases.reach import told


async def run(order: Order) -> str:
    """Note that the resident was served; who was not confirmed yet is confirmed first."""
    ticket = order.subject
    if ticket.status is Status.REQUESTED and not is_over(ticket, order.office.now):
        return order.say("staff.confirm_first", code=ticket.code, act=order.say("act.serve"))
    moved = await tickets.complete(order.office, ticket, order.actor)
    kept = await keep_remark(order, moved)
    return order.say("staff.served", code=moved.code, told=await told(order.office, moved)) + kept


async def on_task(order: Order) -> str:
    """The resident was phoned, answered or helped."""
    is_new = await tasks.finish(order.office, order.chore, order.member.name, order.remark)
    return order.say("task.finished" if is_new else "task.was_done", code=order.chore.code)


_WHO = r"(?:他们?|她们?|居民|事情|业务|材料|都|这个|这单|已经?|\s)*"

COMMAND = Command(
    verbs=("完成", "办结", "办完", "办完了", "办好", "办好了"),
    run=run,
    help_key="staff.help.complete",
    needs_ticket=True,
    natural=(rf"{_WHO}(?:办完|办好|办结|搞定|弄好|弄完|处理好|处理完|完成)了?(?:哈|啊)?",),
    private=True,
    tail=AND_REMARK,
    everyday=True,
    on=frozenset({Status.CONFIRMED, Status.ARRIVED}),
    on_task=on_task,
    rank=8,
)
