"""Festivals of both calendars, and before and after them (年前, 节后, 国庆假期)."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from bot.understanding.times.atoms import Atom, Kind, Roll, Side
from bot.understanding.times.lunar import TERMS, lunar_day, solar_term
from bot.understanding.times.numerals import NUMBER, number

Worked = Callable[[date], bool]


class Festival(Struct, frozen=True):
    """Month and day of one calendar; `weekday` = the `day`-th such weekday; `length` days off."""

    month: int
    day: int
    lunar: bool = False
    length: int = 1
    weekday: int | None = None


_SUNDAY, _THURSDAY = 6, 3
_FESTIVALS = {
    **dict.fromkeys(("元旦", "跨年", "阳历新年", "阳历年"), Festival(1, 1)),
    "情人节": Festival(2, 14),
    **dict.fromkeys(("妇女节", "三八"), Festival(3, 8)),
    "植树节": Festival(3, 12),
    **dict.fromkeys(("消费者权益日", "三一五"), Festival(3, 15)),
    "愚人节": Festival(4, 1),
    **dict.fromkeys(("五一", "劳动节"), Festival(5, 1, length=5)),
    "青年节": Festival(5, 4),
    "护士节": Festival(5, 12),
    "母亲节": Festival(5, 2, weekday=_SUNDAY),
    **dict.fromkeys(("儿童节", "六一"), Festival(6, 1)),
    "父亲节": Festival(6, 3, weekday=_SUNDAY),
    **dict.fromkeys(("建党节", "七一"), Festival(7, 1)),
    **dict.fromkeys(("建军节", "八一"), Festival(8, 1)),
    "教师节": Festival(9, 10),
    **dict.fromkeys(("国庆", "十一"), Festival(10, 1, length=7)),
    "万圣节": Festival(10, 31),
    **dict.fromkeys(("双十一", "双11", "光棍节"), Festival(11, 11)),
    "感恩节": Festival(11, 4, weekday=_THURSDAY),
    **dict.fromkeys(("双十二", "双12"), Festival(12, 12)),
    "平安夜": Festival(12, 24),
    "圣诞": Festival(12, 25),
    "腊八": Festival(12, 8, lunar=True),
    "小年": Festival(12, 24, lunar=True),
    **dict.fromkeys(("春节", "过年", "农历新年", "大年初一"), Festival(1, 1, lunar=True, length=7)),
    "元宵": Festival(1, 15, lunar=True),
    "龙抬头": Festival(2, 2, lunar=True),
    "端午": Festival(5, 5, lunar=True),
    "七夕": Festival(7, 7, lunar=True),
    **dict.fromkeys(("中元节", "鬼节"), Festival(7, 15, lunar=True)),
    "中秋": Festival(8, 15, lunar=True),
    "重阳": Festival(9, 9, lunar=True),
}
_PUBLIC = ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")
# Also the names of streets, of other things, or plain numbers: they need more beside them.
_SHORT = ("十一", "五一", "三八", "六一", "七一", "八一", "三一五")
_PLAIN_TERMS = ("立春", "立夏", "立秋", "立冬", "春分", "秋分", "夏至", "冬至", "清明")
_SIDE = r"之前|以前|前(?![面台后]|[一两二三123]天)|之后|以后|过后|后(?![一两二三123]天)|过完"
_NO_PLACE = "(?![路街村桥厂镇乡]|社区|广场|小区|大道|公园|小学|中学|酒店|苑|花园)"
_NAMES = "|".join(sorted((n for n in _FESTIVALS if n not in _SHORT), key=len, reverse=True))
_TERM_NAMES = "|".join(name for name in TERMS if name not in _PLAIN_TERMS)

PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "newyear",
        r"(?P<ny_after>过完年|过了年|开了?年|过年(?=以后|之后|后)|"
        r"(?<![0-9一二两三四五六七八九十几半多这])年(?=以?后))"
        r"(?:以后|之后|过后|后(?!天))?(?!.?房)|"
        r"(?P<ny_before>(?<![0-9一二两三四五六七八九十几半多])年前(?!的)|过年[之以]?前)",
    ),
    ("eve", r"除夕|大年三十|大年夜|年三十(?!多)"),
    (
        "lunar",
        rf"(?:农历|阴历|旧历|老历)(?:的)? ?(?P<lu_m>{NUMBER}|正|腊|冬) ?月(?P<lu_d>初?{NUMBER})"
        rf"[日号]?|"
        rf"(?P<lu_n>正|腊|冬)月(?P<lu_e>初?{NUMBER})[日号]?|"
        rf"(?<!\d)(?P<lu_o>{NUMBER})月初(?P<lu_p>[一二三四五六七八九十])|"
        rf"大年(?P<lu_f>初{NUMBER})|(?<![年月最])初(?P<lu_c>[一二三四五六七八九十])"
        r"(?![中级审步次])",
    ),
    (
        "festival",
        rf"(?P<fe_over>过[了完])?(?P<fe_m>明年|今年|后年)?(?:的)?(?:五一|六一|三八|八一|七一|"
        rf"五四)?(?:国际)"
        rf"?(?P<fe>{'|'.join(_PLAIN_TERMS)}|{_NAMES}|"
        rf"(?:{_TERM_NAMES})(?=那天|这天|当天|节气|的?前|过?后|[之以][前后])|"
        r"(?:五一|十一|三八|六一|七一|八一)(?=节|假|期间|长假|放假|后|之|以|前|过|黄金周|第|收假)|"
        rf"(?:五一|六一){_NO_PLACE}(?![号月点个])(?=[ ,，能可来去有要你办上是吗嘛不]|$)){_NO_PLACE}"
        r"(?:国际)?节?(?P<fe_off>期间|假期|小?长假|放假(?:期间)?|黄金周)?"
        rf"(?P<fe_side>{_SIDE}|收假后?|放完假|放假[之以]?[前后])?",
    ),
    (
        "holiday",
        r"(?<![过春季时环关情])(?P<ho_side>节前|节后|放假[之以]?前|放完假|收假后?|假期[之以]?后|"
        r"放假[之以]?后|节假日后|长假后)",
    ),
    (
        "makeup",
        r"(?:调休|补班|补课)(?:要?上班|补班|上班|的?(?:周[六日天]|星期[六日天]))?"
        r"的?(?:那一?天|那个|这天|日)",
    ),
)
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}


def _first_day(festival: Festival, year: int) -> date | None:
    if festival.lunar:
        return lunar_day(year, festival.month, festival.day)
    if festival.weekday is None:
        return date(year, festival.month, festival.day)
    first = date(year, festival.month, 1)
    return first + timedelta(days=(festival.weekday - first.weekday()) % 7 + 7 * (festival.day - 1))


def _festival(name: str, year: int) -> tuple[date, date] | None:
    if name in TERMS:
        first: date | None = solar_term(name, year)
        length = 1
    else:
        first, length = _first_day(_FESTIVALS[name], year), _FESTIVALS[name].length
    return None if first is None else (first, first + timedelta(days=length))


def _next(name: str, today: date, years_ahead: int | None = None) -> tuple[date, date] | None:
    """The coming occurrence, (first day, day after the last day off)."""
    years = (today.year - 1, today.year, today.year + 1)
    for year in years if years_ahead is None else (today.year + years_ahead,):
        span = _festival(name, year)
        if span and span[1] > today:
            return span
    return None


def _dated(found: re.Match[str], first: date | None, today: date) -> Atom | None:
    if first is None or first < today:
        return None
    return Atom(Kind.DATE, *found.span(), first, first + timedelta(days=1), Roll.YEAR)


def _sided(found: re.Match[str], span: tuple[date, date] | None, side: Side) -> Atom | None:
    if span is None:
        return None
    day = span[0] if side is Side.BEFORE else span[1]
    return Atom(Kind.DATE, *found.span(), day, day, side=side)


def _new_year(found: re.Match[str], today: date, worked: Worked) -> Atom | None:
    side = Side.AFTER if found["ny_after"] else Side.BEFORE
    return _sided(found, _next("春节", today), side)


def _eve(found: re.Match[str], today: date, worked: Worked) -> Atom | None:
    for year in (today.year, today.year + 1):
        first = lunar_day(year, 1, 1)
        if first and first - timedelta(days=1) >= today:
            return _dated(found, first - timedelta(days=1), today)
    return None


def _lunar(found: re.Match[str], today: date, worked: Worked) -> Atom | None:
    said = next(found[g] for g in ("lu_d", "lu_e", "lu_p", "lu_f", "lu_c") if found[g])
    name = found["lu_m"] or found["lu_n"] or found["lu_o"]
    month = _LUNAR_MONTHS.get(name) or number(name) if name else 1
    day = number(said.removeprefix("初"))
    for year in (today.year - 1, today.year, today.year + 1):
        first = lunar_day(year, month or 0, day or 0)
        if first and first >= today:
            return _dated(found, first, today)
    return None


def _named(found: re.Match[str], today: date, worked: Worked) -> Atom | None:
    ahead = {"今年": 0, "明年": 1, "后年": 2}.get(found["fe_m"] or "")
    span = _next(found["fe"], today, ahead)
    if span is None:
        return None
    side = found["fe_side"] or found["fe_over"]
    if side:
        return _sided(found, span, Side.BEFORE if "前" in side else Side.AFTER)
    first = max(span[0], today)
    after = span[1] if found["fe_off"] else first + timedelta(days=1)
    return Atom(Kind.DATE, *found.span(), first, after)


def _off(span: tuple[date, date], worked: Worked) -> tuple[date, date]:
    """A festival with the days off that follow it: 中秋 on a Friday lasts until Sunday."""
    first, after = span
    while not worked(after) and (after - first).days < 12:
        after += timedelta(days=1)
    return first, after


def _holiday(found: re.Match[str], today: date, worked: Worked) -> Atom | None:
    long_ago = today - timedelta(days=4)
    spans = [_off(span, worked) for name in _PUBLIC if (span := _next(name, long_ago))]
    spans = [span for span in spans if span[1] > today]
    before = found["ho_side"].endswith("前")
    return _sided(found, min(spans), Side.BEFORE if before else Side.AFTER)


def _makeup(found: re.Match[str], today: date, worked: Worked) -> Atom | None:
    day = next_makeup(today, worked)
    if day is None:
        return None
    return Atom(Kind.DATE, *found.span(), day, day + timedelta(days=1), is_makeup=True)


def next_makeup(since: date, worked: Worked) -> date | None:
    """The first Saturday or Sunday from `since` on that is worked, within a year."""
    days = (since + timedelta(days=ahead) for ahead in range(366))
    return next((day for day in days if day.isoweekday() >= 6 and worked(day)), None)


READERS: dict[str, Callable[[re.Match[str], date, Worked], Atom | None]] = {
    "newyear": _new_year,
    "eve": _eve,
    "lunar": _lunar,
    "festival": _named,
    "holiday": _holiday,
    "makeup": _makeup,
}
