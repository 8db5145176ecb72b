"""没答上: what residents asked in vain, grouped by likeness."""

from bot.handlers.commands.base import Command, Order
from bot.usecases.lessons import Missed, missed, nearest

MOST_GROUPS = 8


async def run(order: Order) -> str:
    """The most frequent first, each with the answer that comes nearest."""
    groups = await missed(order.office)
    if not groups:
        return order.say("missed.none")
    lines = "\n".join(_line(order, group) for group in groups[:MOST_GROUPS])
    text = order.say("missed.list", count=len(groups), lines=lines, number=groups[0].number)
    left = len(groups) - MOST_GROUPS
    return f"{text}\n{order.say('missed.more', count=left)}" if left > 0 else text


def _line(order: Order, group: Missed) -> str:
    times = len(group.numbers)
    return order.say(
        "missed.line",
        number=group.number,
        wording=group.wording,
        times=times,
        hint=_hint(order, group),
    )


def _hint(order: Order, group: Missed) -> str:
    """What the residents chose themselves, else what comes near."""
    entry = nearest(order.office, group)
    if entry is None:
        return ""
    key = "missed.chosen" if entry.id == group.chosen else "missed.nearest"
    return order.say(key, key=entry.id, question=entry.question)


COMMAND = Command(
    verbs=("没答上", "没答上的", "没答上的问题", "没答上来的", "未答问题", "没回答上"),
    run=run,
    help_key="staff.help.missed",
    natural=(
        r"(?:居民)?(?:问的?)?(?:有|是)?(?:哪些|什么|啥)(?:问题)?(?:没答上|没答出|答不上|答不出)(?:来)?(?:的)?[?？]?",
    ),
    private=True,
    rank=70,
)
