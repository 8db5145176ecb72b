"""本月排班: both rosters of a month."""

import re
from datetime import date, timedelta

from bot.domain.calendar import CHINA, OpeningCalendar
from bot.handlers.commands.base import Command, Order
from bot.understanding.text import plain
from bot.usecases.month_wording import month_text

_NEXT = re.compile("下个?月")
_LAST = re.compile("上个?月")
_NAMED = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>1[0-2]|0?[1-9])月")
_SPELLED = {word: n for n, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_IN_WORDS = re.compile("(十[一二]|[一二三四五六七八九十])月")


async def run(order: Order) -> str:
    """The month that was named, else this one, as text."""
    first = _first_day(plain(order.rest), order.office.now.astimezone(CHINA).date())
    after = (first + timedelta(days=31)).replace(day=1)
    days = tuple(OpeningCalendar.days(first, (after - first).days))
    return await month_text(order.office, days)


def _first_day(said: str, today: date) -> date:
    this = today.replace(day=1)
    if _NEXT.search(said):
        return (this + timedelta(days=31)).replace(day=1)
    if _LAST.search(said):
        return (this - timedelta(days=1)).replace(day=1)
    named, spelled = _NAMED.search(said), _IN_WORDS.search(said)
    month = int(named["month"]) if named else _SPELLED[spelled[1]] if spelled else this.month
    if named and named["year"]:
        return date(int(named["year"]), month, 1)
    # 1月 asked in December is the coming one.
    year = this.year + (1 if month < this.month - 6 else 0)
    return date(year, month, 1)


_MONTH = (
    r"(?P<rest>(?:本|这个?|当|下个?|上个?|(?:\d{4}年)?\d{1,2}|十[一二]|[一二三四五六七八九十])月"
    r"(?:份)?)"
)
_END = r"(?:的|呢|啊|哈)?[\s?？。!！]*"

COMMAND = Command(
    verbs=("月排班", "排班表", "月值班表"),
    run=run,
    help_key="month.help",
    natural=(
        rf"(?:我?(?:看|查|发)(?:一?下|看)?)?{_MONTH}的?(?:整个?月)?的?(?:排班表?|值班表|值班安排|排班情况|班表){_END}",
    ),
    private=True,
    rank=73,
)
