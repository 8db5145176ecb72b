"""Clock times, and times counted from now."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.understanding.cue import Cue
from bot.understanding.times.atoms import Atom, Kind
from bot.understanding.times.dayparts import PART, read_part
from bot.understanding.times.numerals import NUMBER, number

_N = NUMBER
_MINUTE = (
    rf"(?:半|[一三两123]刻|过? ?{_N} ?分(?:钟(?![前后以之]))?(?: ?{_N}秒)?|"
    rf"[零〇][一二三四五六七八九]|"
    r"[二三四五]?十(?:[一二三四五六七八九](?![点时])|(?![一二三四五六七八九几点时]))|"
    r"[0-5][0-9](?![0-9点时]))"
)
_ABOUT = r"(?: ?(?:钟|整|正|来钟|把钟|多钟|多|过(?![来去后])|左右|前后|的?样子|许)){0,2}"
_QUARTERS = {"一": 15, "1": 15, "两": 30, "2": 30, "三": 45, "3": 45}
_NOT_POINTS = (
    r"(?![零〇一二三四五六七八九0-9]{1,2} ?(?:公里|块|元|倍|米|斤|度|%|万|个)|"
    r"钟?意见|建议|要求|问题|疑问|想法|心得|个|餐|赞|击)"
)
_TO = r" ?(?:到|至|-|~) ?"
_HALF_DAY = r"(?:早上|上午|中午|下午|傍晚|晚上|凌晨|当天)?"

PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "hours",
        rf"(?P<ho_n>{_N}|半)(?: ?个)?(?P<ho_half>半)? ?个?(?:多|来|把)?(?P<ho_u>小时|钟头|钟|刻钟|"
        r"分钟?)(?P<ho_s>之后|以后|过后|后(?!天)|之内|以内|内)",
    ),
    (
        "clockrange",
        rf"(?<![0-9.:a-z/第])(?P<cr_h>{_N}) ?(?:(?:点|时)(?P<cr_m>{_MINUTE})?{_ABOUT}|"
        rf":(?P<cr_c>[0-5][0-9])(?::[0-5][0-9])?)?{_TO}(?P<cr_p>{_HALF_DAY})(?P<cr_h2>{_N})"
        rf" ?(?:(?:点|时(?!间|"
        rf"候))(?P<cr_m2>{_MINUTE})?{_ABOUT}|:(?P<cr_c2>[0-5][0-9])(?::[0-5][0-9])?(?![0-9]))",
    ),
    (
        "colon",
        r"(?<![0-9:.])(?P<co_h>2[0-4]|"
        r"[01]?[0-9]):(?P<co_m>[0-5][0-9])(?::[0-5][0-9])?(?![0-9:])",
    ),
    (
        "shortof",
        rf"差 ?(?P<so_m>{_N} ?分钟?|[一1]刻钟?) ?(?:就?到?|不到)?(?P<so_h>{_N}) ?点钟?|"
        rf"(?<![0-9.:])(?P<so_h2>{_N}) ?点钟?[差欠](?P<so_m2>{_N} ?分|[一1]刻)钟?",
    ),
    (
        "clock",
        rf"(?<![0-9.:/第])(?:(?<![a-z])|(?<=[ap]m))"
        rf"(?P<ck_h>[一二两三四五六七八九]、[二三四五六七八九十](?=点)|{_N})"
        rf" ?(?:点{_NOT_POINTS}|"
        rf"时(?![间候刻常段机代不]))(?P<ck_m>{_MINUTE})?(?P<ck_s>{_ABOUT})",
    ),
    ("part", PART),
)
_ONE = Cue(r"[^早晚快慢多少大小有差]?一点(?:过来|来(?!说|讲)|到)")  # 一点 is a little, else
_AGREED = Cue(  # 那就两点吧
    r"(?:好的?|行|嗯|那么?|就|要得?|约|改[到成]?|选|我|还是|来|过来|到|吧|嘛|哈|呢|了|可以|吗|不|没问题|那个|的|"
    r"[\s,，。.!！?？])*"
)
_NIGHT = 1320
_PAIRS = "一二三四五六七八九十"


def _minutes(said: str | None) -> int | None:
    if not said:
        return 0
    if said == "半":
        return 30
    if said.endswith("刻"):
        return _QUARTERS[said[0]]
    value = number(re.split("分", said)[0].removeprefix("过").strip())
    return value if value is not None and value < 60 else None


def _hour_pair(said: str) -> tuple[int, int] | None:
    """ "两三" → (2, 3), "十一二" → (11, 12): neighbouring hours said in one breath."""
    base, pair = (10, said[1:]) if len(said) == 3 and said[0] == "十" else (0, said)
    if said == "十十一":
        return 10, 11
    pair = pair.replace("两", "二").replace("、", "")
    if len(pair) != 2 or pair[0] == "十" or pair not in _PAIRS:
        return None
    first = _PAIRS.index(pair[0]) + 1
    return base + first, base + first + 1


def settle_hour(low: int, high: int | None, bare: bool) -> tuple[int, int | None]:
    """Put hours without a daypart in their half: a bare 1-6 is afternoon, 7-11 morning; the end
    comes after the start."""
    if bare and 60 <= low < 420:
        low += 720
    while high is not None and high <= low:
        high += 720
    return low, high


def within_part(low: int, high: int | None, part: tuple[int, int]) -> tuple[int, int | None]:
    """The hours as meant inside a daypart: 三点 in the afternoon is 15:00."""
    begins = part[0]
    if begins == _NIGHT:
        return (low + 720 if 480 <= low <= 720 else low), None
    if low < 720 and (begins >= 840 or (begins == 720 and low < 420)):
        low += 720
    if begins == 1080 and low == 720:
        low += 720
    while high is not None and high <= low:
        high += 720
    return low, high


def _clock(found: re.Match[str], now: datetime) -> Atom | None:
    said = found["ck_h"]
    pair = _hour_pair(said)
    if pair:
        return Atom(Kind.CLOCK, *found.span(), low=pair[0] * 60, high=pair[1] * 60, bare=True)
    hour, minutes = number(said), _minutes(found["ck_m"])
    if hour is None or minutes is None or hour > 24:
        return None
    alone = said in "一两" and not found["ck_m"] and not found["ck_s"]
    alone = alone and not (
        _AGREED.fullmatch(found.string[: found.start()])
        and _AGREED.fullmatch(found.string[found.end() :])
    )
    weak = alone and not _ONE.match(found.string, max(0, found.start() - 1))
    return Atom(
        Kind.CLOCK,
        *found.span(),
        low=hour * 60 + minutes,
        bare=hour < 12,
        minutes_said=bool(found["ck_m"]),
        weak=weak,
    )


def _short_of(found: re.Match[str], now: datetime) -> Atom | None:
    """差五分十点, 十点差一刻."""
    hour = number(found["so_h"] or found["so_h2"])
    said = (found["so_m"] or found["so_m2"]).removesuffix("钟").replace(" ", "")
    minutes = 15 if said.endswith("刻") else number(said.removesuffix("分"))
    if not hour or not minutes or hour > 24 or minutes > 59:
        return None
    low = (13 if hour == 1 else hour) * 60 - minutes
    return Atom(Kind.CLOCK, *found.span(), low=low, bare=low < 720, minutes_said=True)


def _colon(found: re.Match[str], now: datetime) -> Atom | None:
    hour, minutes = int(found["co_h"]), int(found["co_m"])
    exact = found["co_h"].startswith("0")
    return Atom(
        Kind.CLOCK,
        *found.span(),
        low=hour * 60 + minutes,
        bare=hour < 12 and not exact,
        minutes_said=True,
    )


def _clock_range(found: re.Match[str], now: datetime) -> Atom | None:
    hours = number(found["cr_h"]), number(found["cr_h2"])
    first = int(found["cr_c"]) if found["cr_c"] else _minutes(found["cr_m"])
    second = int(found["cr_c2"]) if found["cr_c2"] else _minutes(found["cr_m2"])
    if hours[0] is None or hours[1] is None or first is None or second is None:
        return None
    if hours[0] > 24 or hours[1] > 24:
        return None
    low, high = hours[0] * 60 + first, hours[1] * 60 + second
    if found["cr_p"] in ("下午", "晚上") and high < 720:
        high += 720
    bare = hours[0] < 12 and not found["cr_h"].startswith("0")
    return Atom(Kind.CLOCK, *found.span(), low=low, high=high, bare=bare)


def _hours(found: re.Match[str], now: datetime) -> Atom | None:
    amount = 0.5 if found["ho_n"] == "半" else float(number(found["ho_n"]) or 0)
    amount += 0.5 if found["ho_half"] else 0
    minutes = amount * {"分": 1, "刻": 15}.get(found["ho_u"][0], 60)
    if minutes <= 0:
        return None
    moment = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    if found["ho_s"].endswith("内"):
        return Atom(Kind.POINT, *found.span(), moment=now, high=int(minutes))
    return Atom(Kind.POINT, *found.span(), moment=moment)


READERS: dict[str, Callable[[re.Match[str], datetime], Atom | None]] = {
    "hours": _hours,
    "clockrange": _clock_range,
    "colon": _colon,
    "shortof": _short_of,
    "clock": _clock,
    "part": read_part,
}
