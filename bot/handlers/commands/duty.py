"""今天谁值班, 周六谁值班, 国庆谁值班: both rosters of the day that was named."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.calendar import CHINA, OpeningCalendar
from bot.handlers.commands.base import Command, Order
from bot.understanding.reading import TimeSpan
from bot.understanding.text import plain
from bot.usecases.duty_wording import day_text

MOST_DAYS = 10
INSTANT = timedelta(microseconds=1)
_A_DATE = re.compile(r"[0-9月号周]|星期|礼拜|[今明后昨][天日儿]")


async def run(order: Order) -> str:
    """Who is on duty, vacancies and who wrote 收到; today when no day was named."""
    days = _days(order.reading.time, order.office.now.astimezone(CHINA).date())
    if order.reading.time and not _A_DATE.search(plain(order.rest)):
        days = _whole_holiday(order.office.snapshot.calendar, days)
    return "\n\n".join([await day_text(order.office, day) for day in days])


def _days(span: TimeSpan | None, today: date) -> Sequence[date]:
    if span is None or (start := span.start or span.end) is None:
        return (today,)
    last = span.end - INSTANT if span.end and span.end > start else start
    first = start.astimezone(CHINA).date()
    count = (last.astimezone(CHINA).date() - first).days + 1
    return tuple(OpeningCalendar.days(first, min(count, MOST_DAYS)))


def _whole_holiday(calendar: OpeningCalendar, days: Sequence[date]) -> Sequence[date]:
    """国庆 means all days of the holiday, not only the first, which is the festival itself."""
    name = calendar.holiday_name(days[0])
    if name is None:
        return days
    around = OpeningCalendar.days(days[0] - timedelta(days=MOST_DAYS), 2 * MOST_DAYS)
    return tuple(day for day in around if calendar.holiday_name(day) == name)


_WHO = r"(?:谁|哪些人?|哪个|哪几个)"
_DAY = r"(?P<rest>[^,，。;；?？!！]{0,16}?)(?:的|是|都|轮到|该)?"
_END = r"(?:的|呢|啊|呀|哦|嘛)?[\s?？。]*"

COMMAND = Command(
    verbs=("谁值班", "值班表", "值班安排"),
    run=run,
    help_key="duty.help",
    natural=(
        rf"{_DAY}{_WHO}(?:在|来|要|该)?(?:值班|当班|值守){_END}",
        rf"{_WHO}(?:在|来|要|该)?(?:值班|当班|值守)[\s,，]*(?P<rest>[^,，。;；?？!！]{{1,10}}?){_END}",
        rf"{_DAY}(?:值班|当班)的?(?:人员|人|同事|领导)?(?:是|有)?{_WHO}{_END}",
        rf"{_DAY}{_WHO}的(?:早|午|晚|夜|中)?班{_END}",
        rf"{_DAY}(?:早|午|晚|早间|午间|傍晚|延时|节假日)的?班?(?:上)?的?(?:是|有)?{_WHO}{_END}",
        rf"{_DAY}(?:值班表|值班安排|值班人员|值班名单){_END}",
    ),
    private=True,
    rank=64,
)
