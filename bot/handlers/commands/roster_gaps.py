"""排班缺口: what is missing in the roster in the next two weeks, or in the time that was named."""

from datetime import timedelta

from bot.domain.calendar import OpeningCalendar
from bot.handlers.commands.base import Command, Order
from bot.handlers.roster_words import read_wish
from bot.usecases.gap_wording import spell_gaps
from bot.usecases.roster_report import gaps_between
from bot.usecases.wording import spell_day

DAYS_SHOWN = 14
MOST_LINES = 20


async def run(order: Order) -> str:
    """A line for each shift with a gap; or that there is none."""
    office = order.office
    today = office.today
    named = [day for day in read_wish(order).all_days if day >= today]
    days = named or list(OpeningCalendar.days(today, DAYS_SHOWN))
    found = await gaps_between(office, days)
    last = days[-1] if named else today + timedelta(days=DAYS_SHOWN - 1)
    span = {"since": spell_day(office.snapshot, days[0]), "until": spell_day(office.snapshot, last)}
    if not found:
        return order.say("gaps.none", **span)
    lines = spell_gaps(office, found, dated=True)
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], order.say("gaps.more", count=len(lines) - MOST_LINES)]
    return "\n".join([order.say("gaps.title", **span), *lines])


COMMAND = Command(
    verbs=("排班缺口", "值班缺口", "缺口", "查缺口"),
    run=run,
    help_key="gaps.help",
    natural=(
        r"(?P<rest>[^,，。?？]{0,8}?)(?:的)?(?:排班|值班|班)表?(?:有没有|有无|有什么|有啥)(?:问题|漏洞|毛病|缺人)[?？]?",
        r"(?P<rest>[^,，。?？]{0,12}?)(?:的)?(?:排班|值班)?(?:有没有|有|还有)?(?:什么|哪些)?缺口(?:吗|没有|呢)?[?？]?",
        r"(?P<rest>[^,，。?？]{0,12}?)(?:哪天|哪些天|哪几天)(?:值班)?(?:缺人|没人值班|没有人值班)[?？]?",
    ),
    private=True,
    tail=r"(?:[\s:：,，]+[^?？]{1,20})?[\s。.!！]*",
    rank=72,
)
