"""我的班: the shifts of whoever asks, for the next two weeks or the time that was named."""

import re
from datetime import date, timedelta

from bot.domain.calendar import CHINA
from bot.domain.roster import Shift
from bot.handlers.commands.base import Command, Order
from bot.handlers.roster_periods import PERIOD, read_period
from bot.handlers.roster_words import days_of
from bot.understanding.text import plain
from bot.usecases.coverage import booked_on
from bot.usecases.duty_wording import spell_dated_shift
from bot.usecases.roster import acknowledged, shifts_of
from bot.usecases.wording import spell_day

DAYS_SHOWN = 14
MOST_LINES = 40


async def run(order: Order) -> str:
    """Each shift with how many are booked and whether it was acknowledged; of the days, the month
    or the year that was named, else of the next two weeks."""
    days = _days_named(order)
    return await (_of_days(order, days) if days else _of_two_weeks(order))


async def _of_two_weeks(order: Order) -> str:
    office, name = order.office, order.member.name
    today = office.now.astimezone(CHINA).date()
    shifts = await shifts_of(office, name, today, today + timedelta(days=DAYS_SHOWN - 1))
    ahead = [shift for shift in shifts if shift.end > office.now]
    if not ahead:
        return order.say("duty.no_shifts_of_mine", name=name, days=DAYS_SHOWN)
    lines = [await _line(order, shift) for shift in ahead]
    return "\n".join([order.say("duty.my_shifts", name=name, days=DAYS_SHOWN), *lines])


async def _of_days(order: Order, days: tuple[date, ...]) -> str:
    office, name = order.office, order.member.name
    shifts = await shifts_of(office, name, days[0], days[-1])
    span = _span(order, days)
    if not shifts:
        return order.say("duty.mine_none_then", name=name, span=span)
    ahead = [shift for shift in shifts if shift.end > office.now]
    over = len(shifts) - len(ahead)
    served = order.say("duty.mine_over", count=over) if over else ""
    title = order.say("duty.mine_then", name=name, span=span, count=len(shifts), over=served)
    lines = [await _line(order, shift) for shift in ahead[:MOST_LINES]]
    if len(ahead) > MOST_LINES:
        lines.append(order.say("gaps.more", count=len(ahead) - MOST_LINES))
    return "\n".join([title, *lines])


def _span(order: Order, days: tuple[date, ...]) -> str:
    first, last = (spell_day(order.office.snapshot, day) for day in (days[0], days[-1]))
    return first if len(days) == 1 else order.say("duty.span", since=first, until=last)


def _days_named(order: Order) -> tuple[date, ...]:
    office, said = order.office, plain(order.rest)
    if re.search(PERIOD, said):
        return read_period(said, office.now.astimezone(CHINA).date()).days
    if order.reading.time is None or order.exact:
        return ()
    return days_of(order.reading.time, said, office.snapshot.calendar)


async def _line(order: Order, shift: Shift) -> str:
    has_seen = order.member.name in await acknowledged(order.office, shift)
    return order.say(
        "duty.my_shift",
        shift=spell_dated_shift(order.office, shift),
        count=len(await booked_on(order.office, shift)),
        mark=order.say("duty.my_seen") if has_seen else "",
    )


COMMAND = Command(
    verbs=("我的班", "我的值班", "我的排班"),
    run=run,
    help_key="duty.help_mine",
    natural=(
        r"我(?:这周|下周|本周|这个月|最近|近期)?(?:还|都|一共)?(?:有|要|轮到)?(?:哪天|哪几天|几天|几个班|哪些班|什么时候|好久)(?:还|都)?(?:要|该|有|轮到)?(?:值班|当班|上班|我?的班|班)?[的呢啊\s?？]*",
        r"我(?:这周|下周|最近|近期)?(?:是|都)?(?:哪天|哪几天|什么时候|几时|啥时候|好久)(?:要|该)?(?:值班|当班)[的呢啊\s?？]*",
    ),
    private=True,
    rank=65,
)
