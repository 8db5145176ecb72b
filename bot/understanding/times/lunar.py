"""Days of the lunar calendar and the solar terms, from lunar-python, a year at a time."""

from datetime import date, timedelta
from functools import lru_cache

_JULIAN_DAY_ZERO = 1721425  # the proleptic ordinal of a date is its Julian day number less this
_HALF_YEARS = (
    "小寒 大寒 立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至",
    "小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至",
)
TERMS = tuple(name for half in _HALF_YEARS for name in half.split())


@lru_cache(maxsize=8)
def _months(year: int) -> dict[int, tuple[date, int]]:
    """First day and length of each month, by its number (negative: a leap month); 4 ms a year."""
    from lunar_python import LunarYear  # 13 ms that most residents never need

    return {
        month.getMonth(): (_date(month.getFirstJulianDay()), month.getDayCount())
        for month in LunarYear.fromYear(year).getMonthsInYear()
    }


@lru_cache(maxsize=8)
def _terms(year: int) -> dict[str, date]:
    from lunar_python import LunarYear

    julian_days = LunarYear.fromYear(year).getJieQiJulianDays()
    return {name: _date(day) for name, day in zip(TERMS, julian_days[2:26], strict=True)}


def _date(julian_day: float) -> date:
    return date.fromordinal(int(julian_day + 0.5) - _JULIAN_DAY_ZERO)


def lunar_day(year: int, month: int, day: int) -> date | None:
    """The solar date of a lunar one; None when that month has no such day."""
    first, length = _months(year).get(month, (None, 0))
    if first is None or not 1 <= day <= length:
        return None
    return first + timedelta(days=day - 1)


def solar_term(name: str, year: int) -> date:
    """The day of a solar term (one of TERMS) in a solar year."""
    return _terms(year)[name]
