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
    natural=(
        r"(?:都|还)?(?:有|能用|可以用|支持)(?:哪些|什么|啥子?|几个)(?:指令|命令|口令|功能)[呢啊呀]?[?？]?",
        r"(?:指令|命令|口令|功能)(?:都|还)?(?:有|是)?(?:哪些|什么|啥子?)[呢啊呀]?[?？]?",
        r"(?:机器人|这个机器人)?(?:怎么|咋个?)(?:用|使|操作)(?:的|呢|啊|呀)?[?？]?",
    ),
    private=True,
    rank=99,
)
