"""Dates as people type them: 12月5日(周六), 12.5, 5号, 12.5-12.7, 2026/12/5, 十二月五日."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from bot.sheets.grid import tight

LONGEST_SPAN_DAYS = 31
_FIRST_SERIAL, _LAST_SERIAL = 40000, 60000  # the years 2009 to 2064 in Excel's count of days
_SERIAL_ZERO = date(1899, 12, 30)
_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九", 1)}
_WEEKDAYS = {"天": 7, "日": 7} | {word: number for word, number in _DIGITS.items() if number < 7}
_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}(?=[月日号、])")
_WEEKDAY = re.compile(r"[(]?(?:星期|周|礼拜)(?P<day>[一二三四五六日天1-7])[)]?")
_BARE_WEEKDAY = re.compile(r"(?:星期|周|礼拜)?([一二三四五六日天])")
_REMARK = re.compile(r"\([^()\d]{1,10}\)")
_DATE = re.compile(
    r"(?:(?P<y>\d{4}|[2-4]\d(?=年|([./-])\d+\2))[年./-])?"
    r"(?P<m>\d{1,2})(?P<sep>月份?|[./-])(?P<d>\d{1,2})[日号]?"
)
_WRITTEN_TOGETHER = re.compile(r"20\d{6}")
_DAYS = re.compile(r"(?P<first>\d{1,2})-(?P<last>\d{1,2})[日号]")
_CLOCKS = re.compile(
    r"(?:[上下]午|早上|中午|傍晚|晚上)?\d{1,2}[:点时]\d{0,2}分?[-—–~至到]\d{1,2}[:点时]\d{0,2}分?$"
)
_FARTHEST_MONTHS = 3  # a sheet of December may hold days of November or January
_DAY = re.compile(r"(?P<d>\d{1,2})[日号]")
_SPAN = re.compile(r"(?P<first>.+?)(?:-|—+|–|~|至|到)(?P<last>\d[\d年月./]*[日号]?)")
_MONTH = re.compile(
    r"(?<!\d)(?:(?P<y>\d{4})[年./-]?)?(?P<m>\d{1,2})月"
    r"|(?<!\d)(?P<y2>20\d\d)[.年/-]?(?P<m2>\d{1,2})(?!\d)"
)


class Month(Struct, frozen=True):
    """Which month a sheet is about; `number` None = not known. The year may be a guess."""

    year: int
    number: int | None = None
    is_year_written: bool = False


class DateWords(Struct, frozen=True):
    """What a date cell says. `weekday` 1-7 as written beside it; `doubt` is a key of a remark."""

    days: tuple[date, ...]
    weekday: int | None = None
    doubt: str = ""

    @property
    def is_span(self) -> bool:
        """Whether it is more than one day."""
        return len(self.days) > 1


class BadDate(ValueError):
    """It is written like a date but there is none such; `key` names the remark."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key, self.text = key, text


def read_date(value: int | float | date | None, text: str, month: Month) -> DateWords | None:
    """The days a cell names; None when it is no date. Bare day numbers are no dates here.

    Raises BadDate for 11月31日, 13月5日 and a year other than the written one.
    """
    if isinstance(value, date):
        return DateWords((_in_year(value, text, month),))
    if isinstance(value, (int, float)) and _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return DateWords((_in_year(_SERIAL_ZERO + timedelta(days=int(value)), text, month),))
    words = tight(text)
    if not words or len(words) > 40:
        return None
    if _WRITTEN_TOGETHER.fullmatch(words):
        words = f"{words[:4]}-{words[4:6]}-{words[6:]}"
    elif isinstance(value, int):
        return None
    whole, words = words, _CLOCKS.sub("", words)
    words, weekday = _without_weekday(_in_digits(words))
    doubt = "question_mark" if words.endswith("?") else ""
    doubt = doubt or ("time_beside" if _CLOCKS.search(whole) else "")
    words = words.rstrip("?")
    found = _one(words, month) or _span(words, month) or _several(words, month)
    if found is None:
        return None
    return DateWords(found.days, weekday, doubt or found.doubt)


def read_weekday(text: str) -> int | None:
    """周六, 星期六, 六 are 6; None for anything else."""
    found = _BARE_WEEKDAY.fullmatch(tight(text))
    return _WEEKDAYS[found[1]] if found else None


def find_month(texts: Iterable[str], today: date, said: Month | None) -> Month:
    """The month the titles name, else `said`; without a year the one nearest to `today`.

    Raises BadDate for 13月.
    """
    if said:
        return said
    named = [(found, text) for text in texts for found in _MONTH.finditer(_in_digits(tight(text)))]
    named.sort(key=lambda each: not (each[0]["y"] or each[0]["y2"]))  # 五月花街道 is no month
    if not named:
        return Month(today.year)
    found, text = named[0]
    number, year = int(found["m"] or found["m2"]), found["y"] or found["y2"]
    if not 1 <= number <= 12:
        raise BadDate("no_month", text)
    return Month(int(year) if year else _nearest_year(number, today), number, bool(year))


def day_in(month: Month, number: int) -> date:
    """The n-th of the month. Raises BadDate, too when the month is not known."""
    if month.number is None:
        raise BadDate("month_unknown", str(number))
    return _day(month.year, month.number, number, f"{month.number}月{number}日")


def _one(words: str, month: Month) -> DateWords | None:
    if month.number and (found := _DAYS.fullmatch(words)) and _is_span(found, month):
        return None
    if found := _DATE.fullmatch(words):
        return _dated(found, words, month)
    if found := _DAY.fullmatch(words):
        return DateWords((day_in(month, int(found["d"])),))
    return None


def _is_span(found: re.Match[str], month: Month) -> bool:
    """5-6日 on a sheet of December is two days. Raises BadDate where it may be either."""
    first, last = int(found["first"]), int(found["last"])
    if first == month.number and first < last:
        raise BadDate("span_or_day", found[0])
    return first < last


def _dated(found: re.Match[str], words: str, month: Month) -> DateWords:
    number, day, doubt = int(found["m"]), int(found["d"]), ""
    if found["sep"] == "/" and month.number == day != number <= 31 and not found["y"]:
        number, day, doubt = day, number, "day_first"
    if not found["y"] and found["sep"] in "-./" and _is_far(number, month):
        raise BadDate("other_month", words)
    year = int(found["y"]) if found["y"] else _year_of(number, month)
    if year < 100:
        year += 2000
    return DateWords((_in_year(_day(year, number, day, words), words, month),), doubt=doubt)


def _is_far(number: int, month: Month) -> bool:
    """Whether 5.6 can hardly be a day of a sheet about `month`."""
    apart = abs(number - month.number) if month.number else 0
    return 1 <= number <= 12 and min(apart, 12 - apart) > _FARTHEST_MONTHS


def _span(words: str, month: Month) -> DateWords | None:
    pieces = _SPAN.fullmatch(words)
    if pieces is None:
        return None
    last_words = pieces["last"]
    if last_words.isdigit() and not re.search(r"[月./号日]", pieces["first"]):
        return None
    first = _one(pieces["first"], month) or _bare(pieces["first"], month)
    if first is None:
        return None
    inside = Month(first.days[0].year, first.days[0].month)
    last = _one(last_words, inside) or _bare(last_words, inside)
    if last is None:
        return None
    count = (last.days[0] - first.days[0]).days + 1
    if not 1 <= count <= LONGEST_SPAN_DAYS:
        raise BadDate("backwards", words)
    return DateWords(tuple(first.days[0] + timedelta(days=n) for n in range(count)))


def _several(words: str, month: Month) -> DateWords | None:
    pieces = re.split(r"[、,和及]", words)
    if len(pieces) < 2:
        return None
    days: list[date] = []
    for piece in pieces:
        inside = Month(days[0].year, days[0].month) if days else month
        found = _one(piece, inside) or _bare(piece, inside)
        if found is None:
            return None
        days += found.days
    return DateWords(tuple(days)) if re.search(r"[月./日号]", words) else None


def _bare(words: str, month: Month) -> DateWords | None:
    return DateWords((day_in(month, int(words)),)) if re.fullmatch(r"\d{1,2}", words) else None


def _day(year: int, month: int, day: int, words: str) -> date:
    if not 1 <= month <= 12:
        raise BadDate("no_month", words)
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDate("no_day", words) from None


def _in_year(day: date, words: str, month: Month) -> date:
    if month.is_year_written and abs(day.year - month.year) >= 1 and day.month == month.number:
        raise BadDate("other_year", words)
    return day


def _year_of(number: int, month: Month) -> int:
    """A sheet of December may end in January."""
    if month.number is None:
        return month.year
    return month.year + (month.number - number > 6) - (number - month.number > 6)


def _nearest_year(number: int, today: date) -> int:
    years = (today.year - 1, today.year, today.year + 1)
    return min(years, key=lambda year: abs((year - today.year) * 12 + number - today.month))


def _without_weekday(words: str) -> tuple[str, int | None]:
    found = _WEEKDAY.search(words)
    if found:
        words = words[: found.start()] + words[found.end() :]
    day = found["day"] if found else ""
    weekday = int(day) if day.isdigit() else _WEEKDAYS.get(day)
    return _REMARK.sub("", words).strip("()"), weekday


def _in_digits(words: str) -> str:
    return _NUMERAL.sub(lambda found: str(_number(found[0])), words)


def _number(word: str) -> int:
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return _DIGITS[word[-1]]
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
