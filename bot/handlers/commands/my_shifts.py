"""我的班: the shifts of whoever asks, for the next two weeks."""

from datetime import timedelta

from bot.domain.calendar import CHINA
from bot.domain.roster import Shift
from bot.handlers.commands.base import Command, Order
from bot.usecases.coverage import booked_on
from bot.usecases.duty_wording import spell_dated_shift
from bot.usecases.roster import acknowledged, shifts_of

DAYS_SHOWN = 14


async def run(order: Order) -> str:
    """Each shift with how many are booked and whether it was acknowledged."""
    office, name = order.office, order.member.name
    today = office.now.astimezone(CHINA).date()
    shifts = await shifts_of(office, name, today, today + timedelta(days=DAYS_SHOWN - 1))
    ahead = [shift for shift in shifts if shift.end > office.now]
    if not ahead:
        return order.say("duty.no_shifts_of_mine", name=name, days=DAYS_SHOWN)
    lines = [await _line(order, shift) for shift in ahead]
    return "\n".join([order.say("duty.my_shifts", name=name, days=DAYS_SHOWN), *lines])


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
