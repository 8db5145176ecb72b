"""A time said in part: a day keeps the clock time it replaces, a clock time keeps the day."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from msgspec.structs import replace

from bot.domain.calendar import CHINA, local
from bot.domain.tickets import Ticket
from bot.flows.base import Turn
from bot.storage.conversations import Draft
from bot.storage.unit_of_work import from_ms, to_ms
from bot.understanding.cue import Cue
from bot.understanding.reading import Grain, Intent, Reading, TimeSpan

_NO_DAY = Cue(
    r"(?:那天|当天)?的?(?:凌晨|大?清早|一早|清晨|早上|早晨|早起|上午|上半天|中午|晌午|下午|下半天|傍晚|晚上)?头?"
    r"(?:[\d零一二两三四五六七八九十]+[点时:：][\d零一二三四五六七八九十半刻分整钟:：]*)?(?:左右)?(?:[之以]前|[之以过]后)?"
)


_EVENING = Cue("晚|夜|下班|傍晚|擦黑|pm|1[2-9]|2[0-4]|十[二三四五六七八九]|二十")
_SHIFT = Cue(
    "(?P<way>提前|提早|早|推迟|推后|延后|延迟|顺延|往?后(?:面)?(?:推|延|挪|移|靠)|往?前(?:面)?(?:提|挪|移|靠)|晚|延|推|挪后)"
    "(?:个|上)?(?P<n>[0-9一二两三四五六七八九十半]) ?(?:个)?(?P<unit>天|小时|钟头|周|星期|礼拜)"
)
_SAME_CLOCK = Cue("(?:同一个?|同样的?|一样的?|相同的?|还是(?:这|那)个?)(?:时间|时候|时段|钟点|点)")
_ONCE_MORE = Cue("再改|又要?改|改一?[次下哈]|换个?(?:时间|日子|一天)")
_WRONG = Cue("(?:说|写|选|约|搞|弄|记|看)错|^(?:哦|啊|哎呀?|诶|呀|[,，])*不(?:对|是)")
MOVE_WORDS = (_SHIFT, _ONCE_MORE, _WRONG)
"""Without these nothing `moves`."""
_NUMBERS = "零一二三四五六七八九十"
_UNITS = {
    "天": timedelta(days=1),
    **dict.fromkeys(("小时", "钟头"), timedelta(hours=1)),
    **dict.fromkeys(("周", "星期", "礼拜"), timedelta(weeks=1)),
}
_MONTH_DAY = Cue(r"[\d一二三四五六七八九十] ?[月/.-]")
_YEAR, _LATELY = timedelta(days=365), timedelta(days=31)
MOVED = "moved"
"""Key of a draft: the appointment that was just moved, and when it was before (ms)."""
_HALF_DAY, _WEEK = timedelta(hours=12), timedelta(weeks=1)
_WEEKDAY = Cue("(?:周|星期|礼拜)[一二三四五六日天]")


def wished(turn: Turn, chosen: datetime | None, offered: object) -> TimeSpan | None:
    """The time of this message, filled up, and of 9点 the one when we are open: 今天9点 said at ten
    is over, since nobody means 21:00 of an office that shuts at 18:00."""
    reading = turn.reading
    span = _lately(fitted(reading, chosen, offered), reading.text, turn.office.now)
    span = _in_week(
        span, reading.text, chosen.astimezone(CHINA).date() if chosen else only_day(offered)
    )
    if span is None or span.start is None or span.end is not None or span.start.hour < 12:
        return span
    calendar = turn.office.snapshot.calendar
    said, before = turn.reading.text[span.text_from : span.text_to], span.start - _HALF_DAY
    is_bare = span.grain in (Grain.MINUTE, Grain.HOUR) and not _EVENING.search(said)
    if is_bare and calendar.is_open(before) and not calendar.is_open(span.start):
        return replace(span, start=before)
    return span


def _in_week(span: TimeSpan | None, text: str, spoken_of: date | None) -> TimeSpan | None:
    """不对，周五, while a day of next week is spoken of: the Friday of that week."""
    if span is None or span.start is None or spoken_of is None:
        return span
    if not _WEEKDAY.match(text[span.text_from : span.text_to]):
        return span
    weeks = (_monday(spoken_of) - _monday(span.start.astimezone(CHINA).date())) // _WEEK
    later = max(weeks, 0) * _WEEK
    return replace(span, start=span.start + later, end=span.end and span.end + later)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _lately(span: TimeSpan | None, text: str, now: datetime) -> TimeSpan | None:
    """11月20日 said on the 23rd, read as next year's: nobody means that of an office."""
    if span is None or span.start is None or span.start - now < _YEAR - _LATELY:
        return span
    said = text[span.text_from : span.text_to]
    if not _MONTH_DAY.search(said) or "年" in said:
        return span
    return replace(span, start=span.start - _YEAR, end=span.end and span.end - _YEAR)


def moves(reading: Reading) -> bool:
    """再改一次嘛, 提前一个小时可以不, 不对，是三点: said of what one has, and of nothing else."""
    is_bare = reading.service is None
    is_shift = _SHIFT.search(reading.text) is not None and is_bare
    is_right = reading.time is not None and is_bare and _WRONG.search(reading.text) is not None
    is_question = reading.intent is Intent.FAQ
    is_again = _ONCE_MORE.search(reading.text) is not None or is_right
    return is_shift or (not is_question and is_again)


def shifted(reading: Reading, stands: datetime) -> TimeSpan | None:
    """往后延一天, 提前一个小时: counted from the time that `stands`; None when not said so."""
    found = _SHIFT.search(reading.text) if reading.time is None else None
    if found is None:
        return None
    amount = 0.5 if found["n"] == "半" else float(_NUMBERS.find(found["n"].replace("两", "二")))
    amount = float(found["n"]) if found["n"].isdigit() else amount
    is_earlier = found["way"][0] in "提早" or "前" in found["way"]
    step = _UNITS[found["unit"]] * amount * (-1 if is_earlier else 1)
    return TimeSpan((stands + step).astimezone(CHINA), None, Grain.MINUTE)


def same_clock(reading: Reading, wish: TimeSpan | None) -> datetime | None:
    """后天同一时间, after a time that could not be had: that time, whose clock time still holds."""
    is_clock = wish is not None and wish.grain in (Grain.MINUTE, Grain.HOUR)
    return wish.start if wish and is_clock and _SAME_CLOCK.search(reading.text) else None


def fitted(reading: Reading, chosen: datetime | None, offered: object) -> TimeSpan | None:
    """The time of this message, filled up from the one `chosen` before or the day of all `offered`.

    改成周五 after Thursday 09:00 is Friday 09:00; 改成下午5点 is Thursday 17:00 (mission 3.2).
    """
    span = reading.time
    if span is None or span.start is None:
        return span
    if span.grain is Grain.DAY and chosen is not None:
        clock = chosen.astimezone(CHINA).time()
        start = datetime.combine(span.start.astimezone(CHINA).date(), clock, CHINA)
        return replace(span, start=start, end=None, grain=Grain.MINUTE)
    day = chosen.astimezone(CHINA).date() if chosen else only_day(offered)
    said = reading.text[span.text_from : span.text_to]
    is_whole = all(span.text_from <= at and to <= span.text_to for at, to in reading.time_spans)
    if day is None or not is_whole or not names_no_day(said):
        return span
    shift = day - span.start.astimezone(CHINA).date()
    return replace(span, start=span.start + shift, end=span.end and span.end + shift)


def is_at(start: datetime, span: TimeSpan | None, text: str) -> bool:
    """Whether something that starts then is 周五那个, 周五上午的, 十点那个 of `text`."""
    if span is None or span.start is None:
        return False
    since, until = span.start, span.end
    if names_no_day(text[span.text_from : span.text_to]):
        shift = start.astimezone(CHINA).date() - since.astimezone(CHINA).date()
        since, until = since + shift, until and until + shift
    width = timedelta(hours=1) if span.grain is Grain.HOUR else timedelta(minutes=1)
    return since <= start < (until or since + width)


def whole_day(day: date) -> TimeSpan:
    """The wish for any time of a day."""
    start = local(day, time())
    return TimeSpan(start, start + timedelta(days=1), Grain.DAY)


def names_no_day(said: str) -> bool:
    """Whether a time's words hold only a daypart or a clock time."""
    return bool(said.strip()) and _NO_DAY.fullmatch(said.strip()) is not None


def only_day(offered: object) -> date | None:
    """The one day on which all offered times are; None when there are several or none."""
    known: Iterable[int] = offered if isinstance(offered, list) else ()
    days = {from_ms(start).astimezone(CHINA).date() for start in known}
    return days.pop() if len(days) == 1 else None


def moved_from(before: Ticket) -> Draft:
    """What the talk keeps of an appointment that was just moved."""
    was = to_ms(before.starts_at) if before.starts_at else None
    return {MOVED: {"code": before.code, "was": was}} if was else {}
