"""回: an answer to a resident who asked for a person, complained or wished for something."""

from bot.domain.messages import Purpose
from bot.handlers.commands.base import Alone, Command, Order
from bot.storage import outbox
from bot.storage.outbox import Letter
from bot.storage.tasks import Task, TaskKind
from bot.usecases import tasks
from bot.usecases.helping import begin_help
from bot.usecases.reach import arrives

LONGEST_ANSWER = 300


async def run(order: Order) -> str:
    """A ticket's resident is asked with 问, so that the answer comes back to the group."""
    return order.say("staff.reply_by_asking", code=order.subject.code)


async def on_task(order: Order) -> str:
    """Send the words as they were typed; a person who must be phoned is not written to."""
    task, text = order.chore, order.rest
    if task.kind is TaskKind.PHONE or not await arrives(order.office, task.contact):
        return order.say("task.only_phone", code=task.code)
    if not text:
        return order.say("task.reply_what", code=task.code)
    if len(text) > LONGEST_ANSWER:
        return order.say("staff.too_long", most=LONGEST_ANSWER)
    spoken = order.say("task.answer", text=text, phone=order.office.config.centre.phone)
    letter = Letter(task.contact, spoken, Purpose.RESULT, order.office.cause)
    await outbox.put(order.office.work, letter, order.office.now)
    key = "task.replied" if await _stays_heard(order, task) else "task.replied_once"
    return order.say(key, code=task.code)


async def _stays_heard(order: Order, task: Task) -> bool:
    """Who answers looks after the task, and hears what the resident says to it."""
    if task.status != "open":
        return False
    taken = task if task.taken_by else await tasks.take(order.office, task, order.member.name)
    return await begin_help(order.office, taken)


def _may_be_answered(task: Task, name: str) -> bool:
    return task.taken_by in ("", name) and task.kind is not TaskKind.PHONE


COMMAND = Command(
    verbs=("回", "回复", "答复", "回居民"),
    run=run,
    help_key="staff.help.reply",
    needs_ticket=True,
    private=True,
    tail=r"(?!头|来|去|家|收到)(?:\s*[:：,，].*|\s+.*|(?=[您你好请]).*|)",
    everyday=True,
    on=frozenset(),
    on_task=on_task,
    rank=22,
    alone=Alone(task=_may_be_answered, with_words=True),
)
