"""Dates: calendar dates, weekdays, relative days, parts of a month."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.understanding.times.atoms import Atom, Kind, Roll
from bot.understanding.times.numerals import NUMBER, number

_N = NUMBER
_WEEK = r"(?:周|星期|礼拜|星其|星斯|星期期|里拜)"
_NOT_A_DAY = r"(?! ?(?:窗|楼|线|院|门|台|柜|铺|栋|桌|机|公|地铁|路|厅|房|单元|车|文件|通知|令|码|店))"
_NOT_A_COUNT = r"(?! ?(?:个|天|岁|人|年|周|次|块|元|分|小时|份|工作|万|千|百|%|楼|室|号楼|倍|米|公里|寸))"

# Order matters: the first pattern that fits at a place wins.
PATTERNS: tuple[tuple[str, str], ...] = (
    ("ymd", rf"(?<!\d)(?P<ymd_y>(?:19|20)\d\d) ?[年/.-] ?(?P<ymd_m>{_N}) ?[月/.-] ?(?P<ymd_d>{_N})(?!\d) ?[日号]?"),
    ("lastyear", r"(?:去年|前年|往年|(?<!\d)(?:19|20)\d\d年)(?:的|底|初)?(?:[0-9一二三四五六七八九十]{1,2}月(?:份|[0-9]{1,2}[日号])?)?"),
    ("past", rf"(?:大前天|前天|昨天|昨日|昨晚|昨儿|刚才|上(?:个)?{_WEEK}(?:[一二三四五六七日天末]|(?=[^0-9]|$))|上上?个?月(?:底|初|{_N}[日号]|(?=[^0-9]|$)))"),
    ("thismonth", rf"(?P<tm_which>下下个?|下个?|这个?|本|当)月(?:份)?(?:的)?(?:(?P<tm_d>{_N}) ?[日号]|(?P<tm_part>月?底|月?末|月?初|[上中下]旬|中))?"),
    ("md", rf"(?<![0-9个])(?P<md_m>{_N}) ?月(?:份)?(?:的)? ?(?:(?P<md_d>{_N})(?! ?月)(?: ?[日号]|(?=[^0-9个天]|$))|(?P<md_part>底|末|初|[上中下]旬)|份?(?![大龄租]))"),
    ("days", rf"(?<![0-9第])(?P<ds_a>{_N}) ?[日号]? ?(?:到|至|-|~) ?(?P<ds_b>{_N}) ?[日号]{_NOT_A_DAY}"),
    ("numeric", rf"(?<![0-9./:a-z栋元号楼-])(?P<nu_m>1[0-2]|0?[1-9])[-/](?P<nu_d>3[01]|[12][0-9]|0?[1-9])(?![0-9./:-])(?: ?[日号])?(?! ?点){_NOT_A_COUNT}"),
    ("dotted", r"(?<![0-9./:a-z-])(?P<do_m>1[0-2]|[1-9])\.(?P<do_d>3[01]|[12][0-9]|0?[1-9])(?![0-9./:-]) ?(?:[日号]|(?=[早上下中晚]))"),
    ("day", rf"(?<![0-9a-z第路街道巷段附村弄里栋幢])(?P<da_d>{_N}) ?[号日]{_NOT_A_DAY}"),
    ("relative", r"(?P<re>大大后天|外后天|大后天|万天|后天|后日|后儿|明天|明日|明儿|明添|明田|名天|明早|明晚|后晚|后早|今天|今日|今儿|今添|今晚|今早|当天|明(?=上午|下午|中午))"),
    ("weekrange", rf"(?P<wr_which>下下个?|下个?|这个?|本)?(?P<wr>{_WEEK})(?P<wr_a>[一二三四五六日天1-7]) ?(?:到|至|-|~) ?(?:{_WEEK})?(?P<wr_b>[一二三四五六日天1-7])(?![0-9号月.:点])"),
    ("weekday", rf"(?P<wd_which>下下个?|下个?|这个?|本|最近的?)?(?P<wd>{_WEEK})(?P<wd_d>[一二三四五六日天1-7])(?![0-9])(?!年|岁)"),
    ("weekend", rf"(?P<we_which>下下个?|下个?|这个?|本)?(?:周末|{_WEEK}末|双休日?)"),
    ("week", rf"(?P<wk_which>下下个?|下个?|这个?|本){_WEEK}(?:内|之内|以内)?"),
    ("monthpart", r"(?P<mp>月底|月末|月初|[上中下]旬)"),
    ("yearend", r"(?P<ye>年底|年末)"),
    ("indays", rf"(?:再?过)?(?P<in_n>{_N}|半) ?(?P<in_u>天|日|个?{_WEEK}|个月)(?:之后|以后|过后|后)(?!天)"),
    ("within", rf"(?P<wi_n>{_N}|半) ?(?P<wi_u>天|日|个?{_WEEK}|个月)(?:之内|以内|内)"),
)

_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
_WEEKDAYS |= {str(n): n - 1 for n in range(1, 8)}
_RELATIVE = {"今": 0, "当": 0, "明": 1, "名": 1, "后": 2, "万": 3, "外": 3}


def _atom(found: re.Match[str], first: date, after: date, roll: Roll = Roll.NONE) -> Atom:
    return Atom(Kind.DATE, found.start(), found.end(), first, after, roll)


def _past(found: re.Match[str]) -> Atom:
    return Atom(Kind.PAST, found.start(), found.end())


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_start(today: date, ahead: int) -> date:
    """The first of the month `ahead` months after that of `today`."""
    months = today.year * 12 + today.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)


def _part_of_month(first: date, part: str) -> tuple[date, date]:
    following = month_start(first, 1)
    days = {"初": (1, 8), "上旬": (1, 11), "中旬": (11, 21), "中": (11, 21)}.get(part.removeprefix("月"))
    if days:
        return first.replace(day=days[0]), first.replace(day=days[1])
    return first.replace(day=21 if part == "下旬" else 25), following


def _one_day(found: re.Match[str], day: date | None, roll: Roll = Roll.NONE) -> Atom | None:
    return None if day is None else _atom(found, day, day + timedelta(days=1), roll)


def _ymd(found: re.Match[str], today: date) -> Atom | None:
    month, day = number(found["ymd_m"]), number(found["ymd_d"])
    said = safe_date(int(found["ymd_y"]), month or 0, day or 0)
    return _past(found) if said is None or said < today else _one_day(found, said)


def _month_day(found: re.Match[str], today: date, month: int | None, day: int | None) -> Atom | None:
    for year in range(today.year, today.year + 9):
        said = safe_date(year, month or 0, day or 0)
        if said is not None and said >= today:
            return _one_day(found, said, Roll.YEAR)
    return None


def _md(found: re.Match[str], today: date) -> Atom | None:
    month = number(found["md_m"])
    if month is None or not 1 <= month <= 12:
        return None
    if found["md_d"]:
        return _month_day(found, today, month, number(found["md_d"]))
    first = date(today.year, month, 1)
    part = found["md_part"]
    for year in (today.year, today.year + 1):
        first = date(year, month, 1)
        low, high = _part_of_month(first, part) if part else (first, month_start(first, 1))
        if high > today:
            return _atom(found, max(low, today), high)
    return None


def _this_month(found: re.Match[str], today: date) -> Atom | None:
    ahead = {"下下": 2, "下": 1}.get(found["tm_which"].removesuffix("个"), 0)
    first = month_start(today, ahead)
    if found["tm_d"]:
        day = safe_date(first.year, first.month, number(found["tm_d"]) or 0)
        return _past(found) if day is not None and day < today else _one_day(found, day)
    part = found["tm_part"]
    low, high = _part_of_month(first, part) if part else (first, month_start(first, 1))
    return _past(found) if high <= today else _atom(found, max(low, today), high)


def _month_part(found: re.Match[str], today: date) -> Atom | None:
    low, high = _part_of_month(month_start(today, 0), found["mp"])
    if high <= today:
        low, high = _part_of_month(month_start(today, 1), found["mp"])
    return _atom(found, max(low, today), high)


def _day(found: re.Match[str], today: date) -> Atom | None:
    wanted = number(found["da_d"])
    if not wanted or wanted > 31:
        return None
    for ahead in range(3):
        first = month_start(today, ahead)
        said = safe_date(first.year, first.month, wanted)
        if said is not None and said >= today:
            return _one_day(found, said, Roll.MONTH)
    return None


def _days(found: re.Match[str], today: date) -> Atom | None:
    low, high = number(found["ds_a"]), number(found["ds_b"])
    if not low or not high or low >= high or high > 31:
        return None
    for ahead in range(3):
        first = month_start(today, ahead)
        begin, last = safe_date(first.year, first.month, low), safe_date(first.year, first.month, high)
        if begin and last and last >= today:
            return _atom(found, max(begin, today), last + timedelta(days=1))
    return None


def _weeks_ahead(which: str | None) -> int | None:
    name = (which or "").removesuffix("个")
    return {"下下": 2, "下": 1, "这": 0, "本": 0}.get(name)


def _monday(today: date, ahead: int) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)


def _weekday(found: re.Match[str], today: date) -> Atom | None:
    weekday, ahead = _WEEKDAYS[found["wd_d"]], _weeks_ahead(found["wd_which"])
    if ahead is None:
        return _one_day(found, today + timedelta(days=(weekday - today.weekday()) % 7), Roll.WEEK)
    said = _monday(today, ahead) + timedelta(days=weekday)
    return _past(found) if said < today else _one_day(found, said)


def _week_range(found: re.Match[str], today: date) -> Atom | None:
    low, high = _WEEKDAYS[found["wr_a"]], _WEEKDAYS[found["wr_b"]]
    monday = _monday(today, _weeks_ahead(found["wr_which"]) or 0)
    first, last = monday + timedelta(days=low), monday + timedelta(days=high)
    if last < first:
        return None
    if last < today:
        first, last = first + timedelta(weeks=1), last + timedelta(weeks=1)
    return _atom(found, max(first, today), last + timedelta(days=1))


def _weekend(found: re.Match[str], today: date) -> Atom | None:
    saturday = _monday(today, _weeks_ahead(found["we_which"]) or 0) + timedelta(days=5)
    return _atom(found, max(saturday, today), saturday + timedelta(days=2))


def _week(found: re.Match[str], today: date) -> Atom | None:
    monday = _monday(today, _weeks_ahead(found["wk_which"]) or 0)
    return _atom(found, max(monday, today), monday + timedelta(weeks=1))


def _relative(found: re.Match[str], today: date) -> Atom | None:
    word = found["re"]
    ahead = 4 if word.startswith("大大") else 3 if word.startswith("大") else _RELATIVE[word[0]]
    atom = _one_day(found, today + timedelta(days=ahead))
    if atom is None or word[-1] not in "早晚":
        return atom
    low, high = (480, 600) if word[-1] == "早" else (1080, 1320)
    return Atom(Kind.DATE, atom.start, atom.stop, atom.first, atom.after, low=low, high=high)


def _count_days(amount: str, unit: str) -> int | None:
    if amount == "半":
        return 15 if unit == "个月" else None
    many = number(amount)
    if many is None or not many:
        return None
    return many * (1 if unit in "天日" else 30 if unit == "个月" else 7)


def _in_days(found: re.Match[str], today: date) -> Atom | None:
    days = _count_days(found["in_n"], found["in_u"])
    return None if days is None else _one_day(found, today + timedelta(days=days))


def _within(found: re.Match[str], today: date) -> Atom | None:
    days = _count_days(found["wi_n"], found["wi_u"])
    return None if days is None else _atom(found, today, today + timedelta(days=days))


def _year_end(found: re.Match[str], today: date) -> Atom | None:
    return _atom(found, max(date(today.year, 12, 20), today), date(today.year + 1, 1, 1))


def _numeric(found: re.Match[str], today: date) -> Atom | None:
    return _month_day(found, today, int(found["nu_m"]), int(found["nu_d"]))


def _dotted(found: re.Match[str], today: date) -> Atom | None:
    return _month_day(found, today, int(found["do_m"]), int(found["do_d"]))


def _ignored(found: re.Match[str], today: date) -> Atom | None:
    return _past(found)


READERS: dict[str, Callable[[re.Match[str], date], Atom | None]] = {
    "ymd": _ymd, "md": _md, "thismonth": _this_month, "numeric": _numeric, "dotted": _dotted,
    "day": _day, "days": _days, "relative": _relative, "weekrange": _week_range,
    "weekday": _weekday, "weekend": _weekend, "week": _week, "monthpart": _month_part,
    "yearend": _year_end, "indays": _in_days, "within": _within, "past": _ignored,
    "lastyear": _ignored,
}  # fmt: skip
