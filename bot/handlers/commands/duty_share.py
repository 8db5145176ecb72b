"""值班次数, 这个月谁值班最多: how many shifts everybody has, the most first."""

from bot.domain.calendar import CHINA
from bot.handlers.commands.base import Command, Order
from bot.handlers.roster_periods import read_period
from bot.understanding.text import plain
from bot.usecases.standins import loads_between
from bot.usecases.wording import spell_day


async def run(order: Order) -> str:
    """The month or year that was named, else this month: served and still to be served."""
    office = order.office
    period = read_period(plain(order.rest), office.now.astimezone(CHINA).date())
    shares = await loads_between(office, period.first, period.last)
    serving = [(name, load) for name, load in shares.items() if load.extended + load.holiday]
    by_holidays = "假" in order.rest
    serving.sort(key=lambda each: -each[1].holiday)
    if not by_holidays:
        serving.sort(key=lambda each: -(each[1].extended + each[1].holiday))
    span = {
        "since": spell_day(office.snapshot, period.first),
        "until": spell_day(office.snapshot, period.last),
    }
    if not serving:
        return order.say("duty_share.none", **span)
    lines = [
        order.say(
            "duty_share.line",
            name=name,
            count=load.extended + load.holiday,
            extended=load.extended,
            holiday=load.holiday,
        )
        for name, load in serving
    ]
    return "\n".join([order.say("duty_share.title", **span), *lines])


COMMAND = Command(
    verbs=("值班次数", "值班统计", "值班数"),
    run=run,
    help_key="duty_share.help",
    private=True,
    tail=r"(?:[\s:：,，]*[^,，。?？!！]{1,12})?[\s。.!！]*",
    rank=74,
)
