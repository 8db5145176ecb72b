"""A day that no calendar has, 2月30号 or 13月2号: said kindly; all else that was said counts."""

from calendar import monthrange
from collections.abc import Awaitable, Callable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from bot.flows.base import Turn
from bot.flows.parts.between import menu
from bot.flows.parts.interludes import Answered
from bot.understanding import read
from bot.understanding.cue import Cue
from bot.understanding.text import blank, plain
from bot.understanding.times.numerals import NUMBER, number

_MONTH = "月"
_DATE = Cue(
    r"(?<![0-9个零一二三四五六七八九十])(?:(?P<y>20[0-9]{2}|今年|明年|后年) ?年?的?)?"
    rf"(?P<m>{NUMBER}) ?月(?:份)?的? ?(?P<d>{NUMBER}) ?(?:[号日]|(?=$|[,，。 上下早中晚]))"
    r"(?:[上下中]午|早上|晚上|[0-9一二两三四五六七八九十]{1,3}[点:][0-9半]{0,2}| )*"
)
_NO_VISIT = Cue("农历|阴历|旧历|老历|腊月|正月|闰|出生|生日|生的")
_NOTHING = Cue(
    "(?:那|就|约|改|换|到|成|在|来|去|我|想|要|还是|可以|行|不|吗|吧|嘛|呢|哈|的|时间|定|选|办|有空"
    "|[ ,，。.!！?？])*"
)
Take = Callable[[Turn], Awaitable[Answered]]
_DECEMBER = 12


class FalseDay(Struct, frozen=True):
    """`told` why there is no such day; `rest`: the message without it."""

    told: str
    rest: str


def false_day(turn: Turn) -> FalseDay | None:
    """The first day of a message that there is not; None for nearly every message."""
    if _MONTH not in turn.reading.text:
        return None
    text = plain(turn.reading.masked)
    if _NO_VISIT.search(text):
        return None
    for found in _DATE.finditer(text):
        month, day = number(found["m"]), number(found["d"])
        if month is None or day is None:
            continue
        year = _year(found["y"] or "", month, turn.office.today)
        if told := _told(turn, year, month, day):
            return FalseDay(told, blank(turn.reading.masked, (found.span(),), " "))
    return None


def _year(said: str, month: int, today: date) -> int:
    if said.isdigit():
        return int(said)
    return today.year + ("今明后".index(said[0]) if said else month < today.month)


def _told(turn: Turn, year: int, month: int, day: int) -> str:
    """Why there is no such day; "" when there is, or when it is long over."""
    if year < turn.office.today.year:
        return ""
    if not 1 <= month <= _DECEMBER:
        return turn.say("time.no_such_month", month=month)
    last = monthrange(year, month)[1]
    return "" if 1 <= day <= last else turn.say("time.no_such_day", month=month, day=day, last=last)


async def answer_rest(
    turn: Turn, false: FalseDay, take: Take, question: Callable[[Turn], Awaitable[str]]
) -> Answered:
    """That there is no such day, and what is to be said to the rest, or what is open."""
    reading = read(false.rest, turn.office.now, turn.office.snapshot.knowledge)
    if not _NOTHING.fullmatch(false.rest):
        after = await take(replace(turn, reading=reading))
        if after.talk.misses <= turn.talk.misses:
            first, *others = after.texts or ("",)
            return replace(after, texts=(f"{false.told}\n{first}".strip(), *others))
    asked = await question(turn) or menu(turn)
    return Answered((f"{false.told}\n{asked}",), replace(turn.talk, last_said=asked))
