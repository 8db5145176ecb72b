"""拒绝: with a reason, which the resident is told."""

from bot.domain.tickets import Status
from bot.handlers.commands.base import Command, Order
from bot.handlers.wanting import want_more
from bot.understanding.cue import Cue
from bot.usecases import tickets
from bot.usecases.telling import told

_LEAD = Cue(r"^(?:吧|了|掉|嘛|它|他|她|[\s,，])*(?:原因|理由|因为|由于)?[\s:：,，是]*")
LONGEST_REASON = 200


async def run(order: Order) -> str:
    """Decline; without a reason nothing happens but a question for it."""
    reason = _LEAD.sub("", order.rest).strip()
    if not reason:
        text = order.say("staff.decline_why", code=order.subject.code)
        return await want_more(order, "拒绝", text)
    if len(reason) > LONGEST_REASON:
        return order.say("staff.too_long", most=LONGEST_REASON)
    moved = await tickets.decline(order.office, order.subject, order.actor, reason)
    told_how = await told(order.office, moved)
    return order.say("staff.declined", code=moved.code, told=told_how)


COMMAND = Command(
    verbs=("拒绝", "谢绝", "驳回", "打回", "拒了", "拒掉"),
    run=run,
    help_key="staff.help.decline",
    needs_ticket=True,
    private=True,
    tail=r"(?!不|了|过|吗)(?!\s*(?:了?吗|了没有?|没有|过了?[吗没])\W*$)(?!.*[?？]$).*",
    on=frozenset({Status.REQUESTED}),
    rank=3,
)
