"""看: a ticket or a task; who looks after it gets name, phone and address privately."""

from bot.domain.tickets import OPEN_STATUSES, Act, Ticket
from bot.handlers.commands.base import NOTHING, Command, Order
from bot.storage import tickets
from bot.storage.tickets import Entry, StatusChange
from bot.usecases.agenda import spell_masked, spell_whole
from bot.usecases.delivery_state import delivery_word
from bot.usecases.office import Office
from bot.usecases.tasks import spell_for_taker, spell_task
from bot.usecases.telling import warned


async def run(order: Order) -> str:
    """The ticket, masked; to its owner, in private, everything needed to serve it."""
    ticket, office = order.subject, order.office
    shown = spell_masked(office, ticket) + await _messages(office, ticket)
    if ticket.status not in OPEN_STATUSES:
        return shown
    if order.member.name not in (ticket.owner, ticket.assignee):
        return f"{shown}\n{order.say('staff.look_own_first', code=ticket.code)}"
    unchanged = StatusChange(ticket.status.value, ticket.status.value, office.now)
    await tickets.note(office.work, ticket, unchanged, Entry(Act.LOOK, order.actor))
    return await order.in_private(shown, spell_whole(office, ticket))


async def _messages(office: Office, ticket: Ticket) -> str:
    """Whether the last message arrived, and whether the next one would."""
    word = await delivery_word(office, ticket)
    told = office.say("delivered.line", word=word) if word else ""
    return told + await warned(office, ticket)


async def on_task(order: Order) -> str:
    """The task, masked; to who looks after it, in private, with the phone."""
    shown = await spell_task(order.office, order.chore)
    if order.chore.status != "open":
        return shown
    if order.chore.taken_by != order.member.name:
        return f"{shown}\n{order.say('task.take_first', code=order.chore.code)}"
    return await order.in_private(shown, await spell_for_taker(order.office, order.chore))


_WHOSE = r"(?:他们?|她们?|居民|对方|这个|这位|[\u4e00-\u9fff]{1,2}(?:女士|先生|阿姨|大爷))?的?"
_SHOW = r"(?:我?(?:看看|看一?下|查一?下|查查|要)[\s,，]*)?"
_ASKED = r"(?:号码)?(?:是)?(?:多少|啥|什么|几号|哪里|在哪|呢|有没有)[\s?？]*"

COMMAND = Command(
    verbs=("看", "查看", "看看", "看一下", "查一下", "查下", "查查", "联系方式"),
    run=run,
    help_key="staff.help.look",
    needs_ticket=True,
    natural=(
        r"(?:帮我)?查",
        r"(?:现在)?(?:是)?谁(?:在)?(?:办|经办|负责|处理|跟进?)(?:的|呢|啊)?[\s?？]*",
        r"(?:现在|办得)?(?:怎么样|咋样|咋个样)(?:了|呢|啊)?[\s?？]*",
        r"(?:是)?(?:怎么|咋个?)回事(?:了|呢|啊)?[\s?？]*",
        r"(?:现在)?(?:是)?(?:什么|啥)(?:情况|进度|状态)(?:了|呢|啊)?[\s?？]*",
        rf"{_SHOW}{_WHOSE}(?:电话|号码|手机号?|联系方式|地址|住址){_ASKED}",
        rf"{_SHOW}{_WHOSE}(?:电话|号码|手机号?|联系方式|地址|住址)",
        rf"(?:把|给我|发我)?{_WHOSE}(?:电话|号码|手机号?|联系方式|地址|住址)(?:号码)?(?:发|给)我?(?:一下)?",
    ),
    private=True,
    tail=NOTHING,
    everyday=True,
    on=frozenset(),
    on_task=on_task,
    rank=20,
)
