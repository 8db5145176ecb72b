"""Finding the atoms of a text, left to right."""

import re
from collections.abc import Callable
from datetime import date, datetime

from bot.understanding.cue import Cue
from bot.understanding.times import clock, counted, date_patterns, dates, english, festivals
from bot.understanding.times.atoms import Atom

_EARLY_DATES = ("ymd", "compact", "ym", "lastyear", "past")
_EARLY_HOURS = ("hours", "clockrange", "colon")
_PATTERNS = (
    *(one for one in date_patterns.PATTERNS if one[0] in _EARLY_DATES),
    *festivals.PATTERNS,
    *counted.PATTERNS,
    *english.PATTERNS,
    *(one for one in clock.PATTERNS if one[0] in _EARLY_HOURS),
    *(one for one in date_patterns.PATTERNS if one[0] not in _EARLY_DATES),
    *(one for one in clock.PATTERNS if one[0] not in _EARLY_HOURS),
)
# A place is tried only where one of these begins: most characters of most messages are none.
_FIRST = (
    r"(?=[0-9一二三四五六七八九十两廿卅零〇半大外后明名今当万去前往昨刚上下这本最周星礼双月听每头首倒次隔翌"
    r"年再过开除正腊冬农阴旧老初元跨情妇三六儿劳教国圣平小春端中重清节放收假的第凌早尚晌午傍天那完"
    r"植消愚青护母父建八万双光感龙七鬼惊谷夏芒处白秋寒霜立雨长等里内当工"
    r"擦黄晚夜黑接调补深午正差吃太挨煞清赶未阳打快]|(?<![a-z])[a-z])"
)
# No time begins with so many numerals, or with one character again and again: bounds the work.
_FLOOD = r"(?![0-9零〇一二两三四五六七八九十]{10}|(?P<same>.)(?P=same){4})"
_ATOM = Cue(_FIRST + _FLOOD + "(?:" + "|".join(f"(?P<k_{n}>{p})" for n, p in _PATTERNS) + ")")

MOST_ATOMS = 24  # a message with more is no appointment
Worked = Callable[[date], bool]


def _read(found: re.Match[str], now: datetime, worked: Worked) -> Atom | None:
    name = (found.lastgroup or "")[2:]
    if name in dates.READERS:
        return dates.READERS[name](found, now.date())
    if name in clock.READERS:
        return clock.READERS[name](found, now)
    if name in english.READERS:
        return english.READERS[name](found, now.date())
    if name in counted.READERS:
        return counted.READERS[name](found, now.date(), worked)
    return festivals.READERS[name](found, now.date(), worked)


def atoms(text: str, now: datetime, worked: Worked) -> list[Atom]:
    """The first MOST_ATOMS atoms of a plain `text`, in order, not overlapping."""
    found_atoms: list[Atom] = []
    position = 0
    while len(found_atoms) < MOST_ATOMS and (found := _ATOM.search(text, position)):
        atom = _read(found, now, worked)
        if atom is None:
            position = found.start() + 1
            continue
        found_atoms.append(atom)
        position = max(atom.stop, position + 1)
    return found_atoms
