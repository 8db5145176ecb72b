"""统计: how many requests came, over which channel, what became of them; nobody is named."""

import re

from bot.handlers.commands.base import Command, Order
from bot.understanding.text import plain
from bot.usecases.statistics import spell_statistics


async def run(order: Order) -> str:
    """The period that was named, else today and this week."""
    if re.search(_OTHER, plain(order.rest)):
        return order.say("statistics.only", said=order.rest)
    return await spell_statistics(order.office, order.rest)


_WHEN = r"(?:今[天日]|昨[天日]|[本这上]个?(?:周|星期|礼拜|月))"
_OTHER = (
    r"(?:[明后]天|大后天|前天|下+个?(?:周|星期|礼拜|月)|[今去明前本]年|全年|[上下]半年|[上本这下]个?季度|"
    r"最?近.{1,4}|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?)"
)
"""Periods that are not counted: they are answered with those that are."""

COMMAND = Command(
    verbs=("统计", "统计数据", "统计一下"),
    run=run,
    help_key="staff.help.statistics",
    private=True,
    tail=rf"\s*(?:(?:{_WHEN}|{_OTHER})的?)?[\s。.!！]*",
    everyday=True,
    natural=(
        rf"(?P<rest>{_WHEN}|{_OTHER})的?(?:服务)?(?:满意度|好评率?|差评|评价|办件量|预约量|办理量|业务量|统计|数据|报表)(?:数据|情况)?(?:怎么样|如何|咋样|有?多少|是多少|发一下|呢)?[?？]?",
        rf"(?!今.*人)(?P<rest>{_WHEN})(?:一共|总共)?(?:约|预约|办|办理|接待?|来)了?(?:好多|多少|几)(?:件|个|单|人)?[?？]?",
    ),
    rank=65,
)
