"""Finding the atoms of a text, left to right."""

import re
from collections.abc import Callable
from datetime import date, datetime

from bot.understanding.times import clock, date_patterns, dates, festivals
from bot.understanding.times.atoms import Atom

_PATTERNS = (
    *date_patterns.PATTERNS[:3],
    *festivals.PATTERNS,
    *clock.PATTERNS[:3],
    *date_patterns.PATTERNS[3:],
    *clock.PATTERNS[3:],
)
# A place is tried only where one of these begins: most characters of most messages are none.
_FIRST = (
    r"(?=[0-9一二三四五六七八九十两廿卅零〇半大外后明名今当万去前往昨刚上下这本最周星礼里双月"
    r"年再过开除正腊冬农阴旧老初元跨情妇三六儿劳教国圣平小春端中重清节放收假的第凌早尚晌午傍天"
    r"擦黄晚夜黑接调补深午])"
)
_ATOM = re.compile(_FIRST + "(?:" + "|".join(f"(?P<k_{n}>{p})" for n, p in _PATTERNS) + ")")

Worked = Callable[[date], bool]


def _read(found: re.Match[str], now: datetime, worked: Worked) -> Atom | None:
    name = (found.lastgroup or "")[2:]
    if name in dates.READERS:
        return dates.READERS[name](found, now.date())
    if name in clock.READERS:
        return clock.READERS[name](found, now)
    return festivals.READERS[name](found, now.date(), worked)


def atoms(text: str, now: datetime, worked: Worked) -> list[Atom]:
    """All atoms of a plain `text`, in order, not overlapping."""
    found_atoms: list[Atom] = []
    position = 0
    while found := _ATOM.search(text, position):
        atom = _read(found, now, worked)
        if atom is None:
            position = found.start() + 1
            continue
        found_atoms.append(atom)
        position = max(atom.stop, position + 1)
    return found_atoms
