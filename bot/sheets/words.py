"""What headings mean: which shift, who leads, which columns are not about people."""

import re
from collections.abc import Mapping
from datetime import time
from enum import StrEnum

from msgspec import Struct, field

from bot.domain.calendar import Interval, ShiftKind
from bot.sheets.grid import plain, tight


class Hours(Struct, frozen=True):
    """The intervals that a roster staffs, of all days, and what this office calls its shifts."""

    intervals: tuple[Interval, ...]
    names: Mapping[str, ShiftKind] = field(default_factory=dict)


_SHIFTS: Mapping[ShiftKind, str] = {
    ShiftKind.EARLY: "早|早间|早上|早晨|晨间|清晨|上班前|早间延时",
    ShiftKind.NOON: "午|中|中午|午间|午休|正午|午间延时",
    ShiftKind.LATE: "晚|晚间|傍晚|晚上|下班后|下午下班后|傍晚延时",
    ShiftKind.HOLIDAY: "节假日|假日|周末|双休日|节日|休息日|周末节假日|周末及节假日|法定节假日"
    "|双休|周六日|假期|周末和节假日",
}
_SHIFT_OF = {word: kind for kind, words in _SHIFTS.items() for word in words.split("|")}
_FILLER = re.compile(r"人员|值班|值守|服务|时段|时间|班次|延时|安排|名单|姓名|上岗|员|班|岗|[:：]")
_CLOCKS = re.compile(
    r"(\d{1,2})(?:[:：点时](\d{2})?分?)[-—–~至到](\d{1,2})(?:[:：点时](\d{2})?分?)"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_LEAD = re.compile(r"带班|带队|领班|组长|负责人|值班长|班长")
_IGNORED = re.compile(
    r"备注|说明|电话|手机|联系|号码|科室|部门|序号|编号|^号$|^No\.?$|地点|窗口|签字|签名|签到|备班|备岗|替补|"
    r"审核|审批|制表|填表|职务|岗位$|合计|次数|^注|时数|小计",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"值班|人员|姓名|名单|值守|值班员|上岗")
_DATE = re.compile(
    r"日期|时间|日子|^日$|^号$|班次|^日期/|星期|^周$|节日|事由|节假日名称|时段|^班$|项目"
)
_TITLE = re.compile(r"表$|一览|安排表|排班表|值班表|公示|通知")
_NO_MORNING = frozenset({"下午", "夜", "夜间", "凌晨", "深夜", "通宵"})
_NOON = time(13)
MOST_HEADING = 30


class HeadingKind(StrEnum):
    """What the cells below or beside a heading are."""

    SHIFT = "shift"
    LEAD = "lead"
    PEOPLE = "people"
    IGNORED = "ignored"
    LABEL = "label"
    TITLE = "title"


class Heading(Struct, frozen=True):
    """What a heading cell says; `shift` where it names one. `bad_hours`: it names times at which
    no shift is."""

    kind: HeadingKind
    shift: ShiftKind | None = None
    bad_hours: str = ""


def read_heading(text: str, hours: Hours) -> Heading | None:
    """The meaning of a heading; None when it is none."""
    words = tight(plain(text))
    if not words or len(words) > MOST_HEADING:
        return None
    shift, bad = _shift_in(words, hours)
    rest = _BRACKETS.sub("", _CLOCKS.sub("", words))
    if _is_title(rest):
        return Heading(HeadingKind.TITLE, _section_of(rest))
    if _LEAD.search(rest) and len(rest) <= 12:
        return Heading(HeadingKind.LEAD, shift, bad)
    if shift or bad:
        return Heading(HeadingKind.SHIFT, shift, bad)
    for pattern, kind in (
        (_IGNORED, HeadingKind.IGNORED),
        (_DATE, HeadingKind.LABEL),
        (_PEOPLE, HeadingKind.PEOPLE),
    ):
        if pattern.search(rest) and len(rest) <= 10:
            return Heading(kind)
    return None


def shift_named(word: str) -> ShiftKind | None:
    """早, 中班, 节假日 …; None for anything else."""
    return _SHIFT_OF.get(tight(word)) or _SHIFT_OF.get(_FILLER.sub("", tight(word)))


def is_aside(text: str) -> bool:
    """Whether a text speaks of something that is no roster entry: notes, signatures, phones."""
    return bool(_IGNORED.search(tight(text)))


def _is_title(words: str) -> bool:
    return bool(_TITLE.search(words)) and len(words) >= 4


def _section_of(title: str) -> ShiftKind | None:
    """The one shift a whole table is for: only the roster of holidays has a single one."""
    is_holiday = re.search(r"节假日|周末|双休|假日|国庆|春节|元旦|五一|清明|端午|中秋", title)
    return ShiftKind.HOLIDAY if is_holiday and "延时" not in title else None


def _shift_in(words: str, hours: Hours) -> tuple[ShiftKind | None, str]:
    clock = _CLOCKS.search(words)
    rest = _CLOCKS.sub("", words)
    if kind := hours.names.get(_BRACKETS.sub("", rest)):
        return kind, _outside(clock, hours, kind)
    for each in (rest, _BRACKETS.sub("", rest)):
        bare = _FILLER.sub("", _LEAD.sub("", each)).strip("()[]【】、/-|")
        if kind := _SHIFT_OF.get(bare):
            return kind, _outside(clock, hours, kind)
        if bare in _NO_MORNING and not clock and not _is_staffed_late(hours):
            return None, bare
    named = [
        _SHIFT_OF.get(_FILLER.sub("", each.strip("()[]【】"))) for each in _BRACKETS.findall(rest)
    ]
    if kind := next((each for each in named if each), None):
        return kind, _outside(clock, hours, kind)
    if clock and not _FILLER.sub("", _LEAD.sub("", _BRACKETS.sub("", rest))):
        kind = next((i.shift for i in hours.intervals if _within(clock, i)), None)
        return kind, "" if kind else clock[0]
    return None, ""


def _is_staffed_late(hours: Hours) -> bool:
    """Whether days off have hours after noon; otherwise nobody serves 下午 there."""
    return any(i.shift is ShiftKind.HOLIDAY and i.end > _NOON for i in hours.intervals)


def _outside(clock: re.Match[str] | None, hours: Hours, kind: ShiftKind) -> str:
    """The written times, when the shift is not open at them."""
    if clock is None or any(i.shift is kind and _within(clock, i) for i in hours.intervals):
        return ""
    return clock[0]


def _within(clock: re.Match[str], interval: Interval) -> bool:
    start, end = _time(clock[1], clock[2]), _time(clock[3], clock[4])
    return start is not None and end is not None and interval.start <= start < end <= interval.end


def _time(hour: str, minute: str | None) -> time | None:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None
