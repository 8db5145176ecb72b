"""Questions about when: whether we are open that day, whether a time is possible."""

from datetime import date, timedelta

from msgspec.structs import replace

from bot.domain.calendar import CHINA
from bot.flows.base import Reply, Turn
from bot.flows.parts.about import ABOUT
from bot.understanding.cue import Cue
from bot.usecases.wording import spell_day, spell_hours

_WHEN_COME = Cue(
    "(?:啥子?|什么|好久|几时|哪天)(?:时候|时间)?.{0,3}(?:来|去)(?:办|弄|约)"
    "|(?:最[快早]|(?:啥子?|什么)时候|几时|哪天)[^,，。]{0,6}(?:能|可以|得行)[^,，。]{0,2}(?:办|约|来)(?![好完结下取拿领])"
)
_CAN_I = Cue("(?:可以|可不可以|能不能|能|得不得行|行不行).{0,6}(?:办|约|来|弄|过来)")
_ONE_DAY = timedelta(days=1)
OPENING = "opening"
"""Key of a draft: that the hours of a day were told just now."""
ANOTHER_DAY = Cue("(?:那么?|还有)?[^,，。]{1,8}呢[?？]*")


def wants_time(turn: Turn) -> bool:
    """周五下午三点可以办社保卡吗: whether that very time is possible."""
    reading = turn.reading
    is_open = not reading.services and turn.draft.get(ABOUT) is not None
    is_matter = reading.service is not None or is_open
    is_whole = is_matter and reading.time is not None and not turn.talk.flow
    return is_whole and _CAN_I.search(reading.text) is not None


def asks_for_time(turn: Turn) -> bool:
    """Whether a time for a service is asked for, in other words than a wish."""
    reading = turn.reading
    if _WHEN_COME.search(reading.text) and (reading.service or turn.draft.get(ABOUT)):
        return not turn.talk.flow  # 啥时候来办
    is_matter = reading.service is not None or (bool(reading.services) and reading.topic == "hours")
    return is_matter and reading.time is not None and not turn.talk.flow


def hours_of_day(turn: Turn) -> str:
    """元旦上班吗, 明天几点开门: the hours of that very day; "" when none was asked about."""
    reading, day = turn.reading, _day_meant(turn)
    if day is None or reading.topic != "hours" or reading.service is not None:
        return ""
    snapshot = turn.office.snapshot
    hours = spell_hours(snapshot, day)
    is_worked = snapshot.calendar.kind(day).is_worked
    key = "shut" if not hours else "open" if is_worked else "open_off"
    told = turn.say(f"enquiry.{key}", day=spell_day(snapshot, day), hours=hours)
    is_sure = snapshot.calendar.is_published(day.year)
    return told if is_sure else turn.say("enquiry.provisional", told=told)


async def hears_another_day(turn: Turn) -> Reply | None:
    """那国庆呢, right after the hours of another day."""
    is_more = turn.draft.get(OPENING) and ANOTHER_DAY.fullmatch(turn.reading.text)
    if not is_more or turn.talk.flow:
        return None
    told = hours_of_day(replace(turn, reading=replace(turn.reading, topic="hours")))
    return Reply((told,), draft=turn.draft) if told else None


def _day_meant(turn: Turn) -> date | None:
    span = turn.reading.time
    if span is None or span.start is None:
        return None
    start, today = span.start.astimezone(CHINA), turn.office.now.astimezone(CHINA).date()
    is_longer = span.end is not None and span.end - span.start > _ONE_DAY
    return None if is_longer or start.date() < today else start.date()
