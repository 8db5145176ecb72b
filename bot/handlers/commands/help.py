"""帮助: one line for each command, taken from the commands themselves."""

from bot.handlers.commands.base import Command, Order
from bot.handlers.plugs import find_plugs


async def run(order: Order) -> str:
    """Spell the lines: first what acts on a ticket, then the lists, the most used first."""
    found = find_plugs("bot.handlers.commands", "COMMAND", Command)
    commands = sorted((c for c in found if c.help_key), key=lambda c: c.rank)
    acting = [order.say(c.help_key) for c in commands if c.needs_ticket]
    lists = [order.say(c.help_key) for c in commands if not c.needs_ticket]
    title, between = order.say("staff.help.title"), order.say("staff.help.lists")
    return "\n".join([title, *acting, between, *lists, order.say("staff.help.bind")])


COMMAND = Command(
    verbs=("帮助", "帮助一下", "help", "怎么用", "命令", "指令"),
    run=run,
    help_key="staff.help.help",
    private=True,
    rank=99,
)
