"""已电话: the resident of a task was phoned, so the task is done."""

from bot.handlers.commands.base import (
    AND_REMARK,
    Alone,
    Command,
    Order,
    finish_task,
    is_free_or_own,
)


async def run(order: Order) -> str:
    """A visit is not done by a phone call: it is only said how to note it."""
    return order.say("staff.phoned_is_no_visit", code=order.subject.code)


COMMAND = Command(
    verbs=(
        "已电话",
        "已回电",
        "已联系",
        "打过了",
        "打过电话了",
        "打过电话",
        "电话打过了",
        "联系过了",
        "联系上了",
        "电话打了",
        "已经打了",
    ),
    run=run,
    help_key="staff.help.phoned",
    needs_ticket=True,
    private=True,
    tail=AND_REMARK,
    everyday=True,
    on=frozenset(),
    on_task=finish_task,
    rank=23,
    alone=Alone(task=is_free_or_own, with_words=True, own_only=True),
)
