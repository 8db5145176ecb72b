"""Dayparts: 上午, 擦黑, 下班后, as minutes of the day."""

import re
from collections.abc import Callable
from datetime import datetime

from bot.understanding.times.atoms import Atom, Kind

_THEN = r"(?:之后|以后|过后|后|了)"
# Minutes of the day, end exclusive (the office's conventions; words first that contain others).
DAYPARTS: tuple[tuple[str, int, int], ...] = (
    (r"下(?:了)?班(?:之后|以后|过后|后|了|再|才|完)", 1080, 1260),
    (rf"(?:放了?学(?:{_THEN}|再|才)?|接了?(?:娃儿|孩子|娃娃|小孩){_THEN})", 960, 1080),
    (r"(?:凌晨)", 0, 360),
    (r"(?:大?半夜(?:三更)?|深夜|午夜)", 1320, 1440),
    (
        r"(?:清早八晨|大清早|大早上|(?:一|赶|打|起)?大?早上?头|大清八早|一大早|早上些|早上|早晨|"
        r"早起|清早|清晨|"
        r"一早(?:上|晨)?|赶早|打早|早晌|早些时候|(?<=[今明后])早晨)",
        480,
        600,
    ),
    (r"(?:上午头|上午些|上午|上半天|上半晌|早半天|午前|头半天|[前头上]晌(?!午)|头午)", 480, 720),
    (
        r"(?:吃(?:了|完|过)(?:晌午|午饭|少午|中饭|中午饭)(?:过后|以后|之后|后)?|晌午过后|中午头|"
        r"中午些|中午|"
        r"晌午[头些]?|正午|午休(?:时间|的时候|时)?|午间|吃(?:午饭|晌午)(?:的时候|时间|那会儿))",
        720,
        840,
    ),
    (r"(?:下午头|下午些|下午(?!茶)|下半天|下半晌|午后|晚半天|后半天|后半?晌|下晌|过晌)", 840, 1080),
    (r"(?:傍晚|天?擦黑|黄昏|天要黑|煞黑|挨黑|天快黑|快黑)", 1020, 1140),
    (
        r"(?:晚上些|晚上|晚间|夜里|夜间|夜晚|大晚上|天?黑了|晚黑(?:些|了)?|晚夕|晚些时候(?=来)|"
        r"(?<=[今明后])"
        r"[黑夜](?!市)|"
        r"吃(?:了|完|过)(?:晚饭|夜饭)(?:过后|以后|之后|后)?)",
        1080,
        1320,
    ),
    (r"(?<=[一二三四五六日天末号今明])早(?![上点些就日期知教])", 480, 600),
    (r"(?<=[一二三四五六日天末号])晚(?![上点些了报])", 1080, 1320),
)
_GREETING = r"(?!好(?!多|久|像|不|点))"
PART = (
    r"(?<![^周期拜初十]一)(?<!^一)(?<!整个)(?:"
    + "|".join(f"(?P<pa_{n}>{words})" for n, (words, *_) in enumerate(DAYPARTS))
    + ")"
    + _GREETING
)
_GROUPS = tuple((f"pa_{n}", low, high) for n, (_, low, high) in enumerate(DAYPARTS))


def read_part(found: re.Match[str], now: datetime) -> Atom | None:
    """The daypart found by PART."""
    for name, low, high in _GROUPS:
        if found[name]:
            return Atom(Kind.PART, *found.span(), low=low, high=high)
    return None


READERS: dict[str, Callable[[re.Match[str], datetime], Atom | None]] = {"part": read_part}
