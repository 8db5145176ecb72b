"""周六的预约, 28号有哪些, 这周的预约: who is booked on another day than today and tomorrow."""

from datetime import timedelta

from bot.handlers.commands.base import Command, Order, asked_of
from bot.handlers.roster_words import days_of, refuse_no_day
from bot.understanding.text import plain
from bot.usecases.agenda import spell_agenda, spell_agendas

MOST_DAYS = 14


async def run(order: Order) -> str:
    """The list of the day that was named; of several days only those with bookings in full."""
    if not order.rest:  # 后天
        return await spell_agenda(order.office, order.office.today + timedelta(days=2))
    refuse_no_day(plain(order.rest))
    span = order.reading.time
    days = days_of(span, plain(order.rest), order.office.snapshot.calendar) if span else ()
    if not days:
        return order.say("staff.which_day")
    if len(days) == 1:
        return await spell_agenda(order.office, days[0])
    return await spell_agendas(order.office, days[:MOST_DAYS])


_WEEK = r"[这本上下]{0,2}个?(?:周|星期|礼拜)"
_DAY = (
    rf"(?P<rest>大?后[天日]|昨[天日]|前天|{_WEEK}[一二三四五六日天末]?|"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:月|[-/.])(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?|"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|元旦|春节|清明|端午|中秋|国庆|五一)(?:那?[天日])?"
)

COMMAND = Command(
    verbs=("后天", "后天预约", "后天的预约"),
    run=run,
    help_key="staff.help.other_day",
    natural=asked_of(_DAY),
    private=True,
    everyday=True,
    rank=64,
    lists=True,
)
