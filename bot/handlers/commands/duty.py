"""今天谁值班, 周六谁值班, 国庆谁值班: both rosters of the day that was named."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice

from bot.domain.calendar import CHINA, OpeningCalendar
from bot.handlers.commands.base import Command, Order
from bot.understanding.reading import TimeSpan
from bot.usecases.duty_wording import day_text

MOST_DAYS = 8
INSTANT = timedelta(microseconds=1)


async def run(order: Order) -> str:
    """Who is on duty, vacancies and who wrote 收到; today when no day was named."""
    today = order.office.now.astimezone(CHINA).date()
    days = islice(_days(order.reading.time, today), MOST_DAYS)
    return "\n\n".join([await day_text(order.office, day) for day in days])


def _days(span: TimeSpan | None, today: date) -> Iterable[date]:
    if span is None or (start := span.start or span.end) is None:
        return (today,)
    last = span.end - INSTANT if span.end and span.end > start else start
    first = start.astimezone(CHINA).date()
    return OpeningCalendar.days(first, (last.astimezone(CHINA).date() - first).days + 1)


COMMAND = Command(
    verbs=("谁值班", "值班"),
    run=run,
    help_key="duty.help",
    natural=(
        r"谁(?:在|来|要)?(?:值班|当班|值守)",
        r"(?:值班|当班)的?(?:人员?)?(?:是|有)?(?:谁|哪些人?|哪个|哪几个)",
    ),
    private=True,
)
