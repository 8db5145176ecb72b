"""本月排班: both rosters of a month."""

from bot.domain.calendar import CHINA
from bot.handlers.commands.base import Command, Order
from bot.handlers.roster_periods import MONTH, read_period
from bot.understanding.text import plain
from bot.usecases.month_wording import month_text


async def run(order: Order) -> str:
    """The month that was named, else this one, as text."""
    today = order.office.now.astimezone(CHINA).date()
    return await month_text(order.office, read_period(plain(order.rest), today).days)


_END = r"(?:的|呢|啊|哈)?[\s?？。!！]*"

COMMAND = Command(
    verbs=("月排班", "排班表", "月值班表"),
    run=run,
    help_key="month.help",
    natural=(
        rf"(?:我?(?:看|查|发)(?:一?下|看)?)?(?P<rest>{MONTH})的?(?:整个?月)?的?(?:排班表?|值班表|值班安排|排班情况|班表){_END}",
    ),
    private=True,
    rank=73,
)
