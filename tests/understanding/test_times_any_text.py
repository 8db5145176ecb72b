"""Whatever is written: times lie in the text, run forward, and are to come unless named as past."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import CHINA, OpeningCalendar
from bot.understanding import TimeSpan
from bot.understanding.text import LONGEST, plain
from bot.understanding.times import TimesRead, read_times

_CALENDAR = OpeningCalendar({}, (), ())
# Nothing here names a day that may be behind us (今天, 这周一, 昨天, 前一天, a year).
_TO_COME = (
    *"一二三四五六七八九十两廿初号日月点半到至和或前后差过的第，。 ",
    *("明天", "后天", "大后天", "周三", "下周", "下下周", "星期", "周末", "下个月", "月底", "月初"),
    *("上午", "下午", "早上", "中午", "晚上", "下班后", "之前", "以后", "之内", "开始", "最迟"),
    *("国庆", "春节", "元旦", "冬至", "节后", "年前", "年后", "腊月", "正月", "除夕", "补班那天"),
    *("第一个工作日", "最后一个周五", "第二天", "三个工作日后", "一个半月后", "再过", "半个月"),
    *("10:30", "8点30", "9", "28", "12", "31", "11-28", "12.1", "3pm", "friday", "tomorrow"),
    *("除了", "不行", "改成", "不是", "不要", "哦不对", "或者", "之间", "一刻", "来钟"),
)
_PAST = (
    "昨天",
    "前一天",
    "上周",
    "今天",
    "这周",
    "前天",
    "2026年",
    "去年",
    "上个月",
    "今早",
    "昨晚",
)
_MINUTES = 8 * 366 * 24 * 60
_MOMENTS = st.integers(0, _MINUTES).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=CHINA) + timedelta(minutes=minutes)
)
_RELAXED = settings(deadline=None, max_examples=400)


def _talk(words: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), max_size=24).map("".join)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def _is_worked(day: date) -> bool:
    return _CALENDAR.kind(day).is_worked


def _read(text: str, now: datetime) -> TimesRead:
    return read_times(plain(text), now, _is_worked)


def _is_behind(span: TimeSpan, now: datetime) -> bool:
    return (span.end or span.start or now) < now


@_RELAXED
@given(text=_talk(_TO_COME), now=_MOMENTS)
def test_a_time_that_was_not_named_as_past_is_never_before_now(text: str, now: datetime) -> None:
    read = _read(text, now)
    for span in (*read.wanted, *read.excluded, *read.replaced):
        assert not _is_behind(span, now)


@pytest.mark.parametrize(
    ("said_at", "first"),
    [
        ("2026-11-28 12:30", "2026-11-29 08:00"),
        ("2026-11-29 12:30", "2026-12-06 08:00"),
    ],
)
def test_a_weekend_morning_that_is_over_is_the_next_one(said_at: str, first: str) -> None:
    read = _read("周末上午", _moment(said_at))
    assert [span.start for span in read.wanted] == [_moment(first)]


@_RELAXED
@given(text=st.one_of(_talk((*_TO_COME, *_PAST)), st.text(max_size=60)), now=_MOMENTS)
def test_every_time_runs_forward_and_lies_in_the_text(text: str, now: datetime) -> None:
    read = _read(text, now)
    for span in (*read.wanted, *read.excluded, *read.replaced):
        assert 0 <= span.text_from < span.text_to <= len(text)
        assert span.start or span.end
        assert not span.start or not span.end or span.start < span.end
    for begin, stop in read.spans:
        assert 0 <= begin < stop <= len(text)


@_RELAXED
@given(text=_talk((*_TO_COME, *_PAST)), now=_MOMENTS)
def test_the_same_words_at_the_same_moment_mean_the_same(text: str, now: datetime) -> None:
    assert _read(text, now) == _read(text, now)


@pytest.mark.parametrize(
    "piece",
    [
        *"1十到周号第下后年半过月点:-~至的、",
        *("9点到", "周一到", "1-1-", "99/99-", "12345678901234567890", "不是明天", "除了", "再过"),
        *("最后一个", "国庆后第一个", "差5分10点", "个半月", "一个半", "mon ", "may 1 ", "前一天"),
    ],
)
def test_a_flood_of_the_same_characters_ends_without_an_error(piece: str) -> None:
    flood = plain(piece * (2 * LONGEST // len(piece)))
    now = datetime(2026, 11, 23, 10, tzinfo=CHINA)
    assert all(span.text_to <= LONGEST for span in _read(flood, now).wanted)
