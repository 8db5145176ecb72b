"""完成: the matter is done; the resident is told."""

from bot.domain.tickets import Status
from bot.handlers.commands.base import Command, Order
from bot.usecases import tickets
from bot.usecases.reach import told


async def run(order: Order) -> str:
    """Note that the resident was served."""
    moved = await tickets.complete(order.office, order.subject, order.actor)
    return order.say("staff.served", code=moved.code, told=await told(order.office, moved))


_WHO = r"(?:他们?|她们?|居民|事情|业务|材料|都|这个|这单|已经?|\s)*"

COMMAND = Command(
    verbs=("完成", "办结", "办完", "办完了", "办好", "办好了"),
    run=run,
    help_key="staff.help.complete",
    needs_ticket=True,
    natural=(rf"{_WHO}(?:办完|办好|办结|搞定|弄好|弄完|处理好|处理完|完成)了?(?:哈|啊)?",),
    private=True,
    everyday=True,
    on=frozenset({Status.CONFIRMED, Status.ARRIVED}),
)
