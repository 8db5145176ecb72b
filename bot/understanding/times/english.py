"""Times in English words: tomorrow 3pm, next Friday, Dec 3."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.understanding.times.atoms import Atom, Kind, Roll
from bot.understanding.times.days import dated, one_day, safe_date
from bot.understanding.times.weeks import monday

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?)"
)
_NTH = r"(?P<em_d{}>3[01]|[12][0-9]|[1-9])(?:st|nd|rd|th)?(?![0-9:])"
_END = r"(?![a-z])"
_PARTS = {
    "morning": (480, 720),
    "noon": (720, 840),
    "afternoon": (840, 1080),
    "evening": (1080, 1320),
    "night": (1080, 1320),
    "am": (480, 720),
    "pm": (840, 1080),
}

PATTERNS: tuple[tuple[str, str], ...] = (
    ("en_next", rf"(?<![a-z])(?:the )?(?P<ea>day after tomorrow|tomorrow|tmrw?|today){_END}"),
    ("en_month", rf"(?<![a-z]){_MONTH}\.? ?{_NTH.format(1)}{_END}"),
    ("en_dayof", rf"(?<![a-z0-9:]){_NTH.format(2)} (?:of )?(?P<em_m>{_MONTH}){_END}"),
    ("en_week", rf"(?<![a-z])(?P<ew>this|next) (?P<ew_u>week(?:end)?){_END}"),
    ("en_day", rf"(?<![a-z])(?:(?P<ed_w>this|next|coming) )?(?P<ed>{_DAY}){_END}"),
    (
        "en_part",
        rf"(?<![a-z])(?P<ep>morning|noon|afternoon|evening|night|tonight|(?<=[\u4e00-\u9fff])"
        rf"[ap]m){_END}",
    ),
    (
        "en_clock",
        r"(?<![0-9.:a-z])(?P<ec_h>1[0-2]|0?[1-9])(?::(?P<ec_m>[0-5][0-9])(?::[0-5][0-9])?)? ?"
        rf"(?:o'?clock(?: ?(?P<ec_b>[ap]\.?m\.?))?|(?P<ec_a>[ap]\.?m\.?|(?<=:\d\d)p)){_END}",
    ),
)


def _next(found: re.Match[str], today: date) -> Atom | None:
    ahead = {"today": 0, "day after tomorrow": 2}.get(found["ea"], 1)
    return one_day(found, today + timedelta(days=ahead))


def _month(found: re.Match[str], today: date) -> Atom | None:
    name = (found["em_m"] or found[0])[:3]
    day = int(found["em_d1"] or found["em_d2"])
    for year in range(today.year, today.year + 9):
        said = safe_date(year, _MONTHS.index(name) + 1, day)
        if said and said >= today:
            return one_day(found, said, Roll.YEAR)
    return None


def _week(found: re.Match[str], today: date) -> Atom | None:
    first = monday(today, 1 if found["ew"] == "next" else 0)
    begin = first + timedelta(days=5) if found["ew_u"] == "weekend" else first
    return dated(found, max(begin, today), first + timedelta(weeks=1))


def _day(found: re.Match[str], today: date) -> Atom | None:
    weekday = _DAYS.index(found["ed"][:3])
    if found["ed_w"] in ("this", "next"):
        ahead = 1 if found["ed_w"] == "next" else 0
        return one_day(found, monday(today, ahead) + timedelta(days=weekday))
    return one_day(found, today + timedelta(days=(weekday - today.weekday()) % 7), Roll.WEEK)


def _part(found: re.Match[str], today: date) -> Atom | None:
    low, high = _PARTS.get(found["ep"], (1080, 1320))
    return Atom(Kind.PART, *found.span(), low=low, high=high)


def _clock(found: re.Match[str], today: date) -> Atom | None:
    hour, half = int(found["ec_h"]), (found["ec_a"] or found["ec_b"] or "")[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    minutes = found["ec_m"]
    low = hour * 60 + int(minutes or 0)
    bare, exact = not half, bool(minutes)
    return Atom(Kind.CLOCK, *found.span(), low=low, bare=bare, minutes_said=exact)


READERS: dict[str, Callable[[re.Match[str], date], Atom | None]] = {
    "en_next": _next,
    "en_month": _month,
    "en_dayof": _month,
    "en_week": _week,
    "en_day": _day,
    "en_part": _part,
    "en_clock": _clock,
}
