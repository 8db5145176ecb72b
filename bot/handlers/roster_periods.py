"""Months and years that a message about the roster names: 本月, 下个月, 12月, 今年."""

import re
from datetime import date, timedelta

from bot.domain.calendar import Period
from bot.understanding.cue import Cue

MONTH = (
    r"(?:本|这个?|当|下个?|上个?|(?:\d{4}年)?\d{1,2}|十[一二]|[一二三四五六七八九十])月(?:份)?"
    r"(?!\d|[一二三四五六七八九十]{1,3}[日号])"
)
PERIOD = rf"(?:{MONTH}|(?:今|去|明|本)年(?!{MONTH}))"
_NEXT = Cue("下个?月")
_LAST = Cue("上个?月")
_NAMED = Cue(r"(?:(?P<year>\d{4})年)?(?P<month>1[0-2]|0?[1-9])月")
_SPELLED = {word: n for n, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_IN_WORDS = Cue("(十[一二]|[一二三四五六七八九十])月")
_YEARS = {"去年": -1, "今年": 0, "本年": 0, "明年": 1}
_HALF_YEAR = 6


def read_period(said: str, today: date) -> Period:
    """The year or month that was named, else this month; 1月 asked in December lies ahead."""
    for word, offset in _YEARS.items():
        if word in said and not re.search(MONTH, said):
            year = today.year + offset
            return Period(date(year, 1, 1), date(year, 12, 31))
    first = first_of_month(said, today)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def first_of_month(said: str, today: date) -> date:
    """The first day of the month that was named, else of this one."""
    this = today.replace(day=1)
    if _NEXT.search(said):
        return (this + timedelta(days=31)).replace(day=1)
    if _LAST.search(said):
        return (this - timedelta(days=1)).replace(day=1)
    named, spelled = _NAMED.search(said), _IN_WORDS.search(said)
    month = int(named["month"]) if named else _SPELLED[spelled[1]] if spelled else this.month
    if named and named["year"]:
        return date(int(named["year"]), month, 1)
    return date(this.year + (1 if month < this.month - _HALF_YEAR else 0), month, 1)
