"""今天谁值班, 周六谁值班, 国庆谁值班: both rosters of the day that was named."""

from bot.domain.calendar import CHINA, ShiftKind
from bot.handlers.commands.base import Command, Order
from bot.handlers.roster_words import read_wish
from bot.understanding.cue import Cue
from bot.usecases.duty_wording import day_text

MOST_DAYS = 10


async def run(order: Order) -> str:
    """Who is on duty, vacancies and who wrote 收到, with the backups where they are asked for;
    today when no day was named."""
    today = order.office.now.astimezone(CHINA).date()
    days = read_wish(order).all_days[:MOST_DAYS] or (today,)
    wanted = _BACKUP in order.rest
    kind = next((kind for kind, cue in _KINDS if cue.search(order.rest)), None)
    texts = [await day_text(order.office, day, kind, with_backups=wanted) for day in days]
    return "\n\n".join(texts)


_BACKUP = "替补"
_KINDS = (
    (ShiftKind.EARLY, Cue("早[上间班]|[今明后]早|一早")),
    (ShiftKind.NOON, Cue("中午|午间|午班|正午")),
    (ShiftKind.LATE, Cue("傍晚|晚[上间班]|[今明后]晚")),
)
_WHO = r"(?:谁|哪些人?|哪个|哪几个)"
_DAY = r"(?P<rest>[^,，。;；?？!！]{0,16}?)(?:的|是|都|轮到|该)?"
_END = r"(?:的|呢|啊|呀|哦|嘛)?[\s?？。]*"

COMMAND = Command(
    verbs=("谁值班", "值班表", "值班安排"),
    run=run,
    help_key="duty.help",
    natural=(
        rf"{_DAY}{_WHO}(?:在|来|要|该)?(?:值班|当班|值守){_END}",
        rf"{_WHO}(?:在|来|要|该)?(?:值班|当班|值守)[\s,，]*(?P<rest>(?!最)[^,，。;；?？!！]{{1,10}}?){_END}",
        rf"{_DAY}(?:值班|当班)的?(?:人员|人|同事|领导)?(?:是|有)?{_WHO}{_END}",
        rf"{_DAY}{_WHO}的(?:早|午|晚|夜|中)?班{_END}",
        rf"{_DAY}(?:早|午|晚|早间|午间|傍晚|延时|节假日)的?班?(?:上)?的?(?:是|有)?{_WHO}{_END}",
        rf"{_DAY}(?:值班表|值班安排|值班人员|值班名单){_END}",
    ),
    private=True,
    rank=64,
)
