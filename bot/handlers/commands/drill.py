"""演练: the chain of reminders of the next shift is walked; marked as a drill and recorded."""

from bot.domain.services import Role
from bot.handlers.commands.base import NOTHING, Command, Order
from bot.handlers.roster_words import read_wish
from bot.usecases.drill import walk

_MAY = frozenset({Role.LEADER, Role.ADMIN})


async def run(order: Order) -> str:
    """Of the day that was named, else the next shift."""
    if not order.member.roles & _MAY:
        return order.say("drill.only_leader")
    wish = read_wish(order)
    today = order.office.today
    days = wish.all_days
    day = days[0] if days else today
    return await walk(order.office, order.member.name, day, wish.kind)


COMMAND = Command(
    verbs=("演练", "值班演练"),
    run=run,
    help_key="drill.help",
    private=True,
    tail=rf"(?:[\s:：,，]+[^?？]{{1,16}})?{NOTHING}",
    rank=74,
)
