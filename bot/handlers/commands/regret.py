"""撤回: what was done cannot be called back; what can be done instead is said."""

from bot.domain.tickets import Status
from bot.handlers.commands.base import NOTHING, Command, Order
from bot.understanding.cue import Cue

_SAYS_WHAT = Cue("撤回|撤销|反悔|(?:确认|拒绝|转|登记)错")


async def run(order: Order) -> str:
    """Nothing is changed; chatter about a mistake of whatever kind gets no answer."""
    ticket = order.ticket
    if ticket is None:
        return order.say("staff.regret.which") if _SAYS_WHAT.search(order.rest or "撤回") else ""
    known = (Status.REQUESTED, Status.CONFIRMED, Status.DECLINED)
    key = ticket.status.value if ticket.status in known else "noted"
    return order.say(f"staff.regret.{key}", code=ticket.code)


_I = r"(?:不好意思|抱歉|刚才|刚刚|刚|我|这个|这单|是|[\s,，])*"

COMMAND = Command(
    verbs=("撤回", "反悔", "取消确认", "取消拒绝", "恢复"),
    run=run,
    help_key="",
    natural=(
        rf"{_I}(?:确认|拒绝|转|登记|点|回|发|弄|搞|改|选|看)错(?:人|单|号|时间)?了?(?:[啊哈哦]|怎么办|咋办|咋整|[?？])*",
        rf"{_I}(?:撤回|撤销|取消)(?:刚才|刚刚|上一?个|上一?条|这个)的?(?:操作|确认|拒绝|指令)?",
        rf"{_I}不(?:拒绝|确认)了[\s,，]*(?:还是)?(?:确认|可以|同意|拒绝)?(?:吧|了|嘛)?",
    ),
    private=True,
    unless="$^",
    tail=rf"(?:刚才的?|刚刚的?|确认|拒绝)?{NOTHING}",
    by_quote=True,
)
