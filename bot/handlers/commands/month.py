"""本月排班: both rosters of a month, as a picture where the channel shows one."""

import re

from bot.domain.calendar import CHINA, Period
from bot.handlers.commands.base import Command, Order
from bot.handlers.roster_periods import MONTH, read_period
from bot.understanding.text import plain
from bot.usecases.month_wording import month_text, picture_key

_IN_WORDS = r"[\s,，]*(?:要|用|发)?(?:个|成)?(?:文字|纯文字|字)(?:版|的)?"


async def run(order: Order) -> str:
    """The month that was named, else this one, as text."""
    return await month_text(order.office, _period(order).days)


def _picture(order: Order) -> str:
    """The picture of the same month, unless words are wanted."""
    return "" if re.search(_IN_WORDS, plain(order.rest)) else picture_key(_period(order).days)


def _period(order: Order) -> Period:
    return read_period(plain(order.rest), order.office.now.astimezone(CHINA).date())


_END = rf"(?:的?(?:图片?|日历))?(?:的|呢|啊|哈)?(?:{_IN_WORDS})?[\s?？。!！]*"

COMMAND = Command(
    verbs=("月排班", "排班表", "月值班表"),
    run=run,
    help_key="month.help",
    natural=(
        rf"(?:我?(?:看|查|发)(?:一?下|看)?)?{MONTH}的?(?:整个?月)?的?(?:排班表?|值班表|值班安排|排班情况|班表){_END}",
    ),
    private=True,
    rank=73,
    picture=_picture,
)
