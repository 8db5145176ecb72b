"""Whatever is written: no error, no time behind us unless it was said so, nothing outside."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.calendar import CHINA
from bot.understanding import Knowledge, TimeSpan, read
from bot.understanding.text import LONGEST, plain

_PAIRS = (
    "明天",
    "下周",
    "小时",
    "星期",
    "国庆",
    "春节",
    "腊月",
    "除了",
    "不行",
    "或者",
    "改成",
    "第一个工作日",
    "之前",
    "以后",
)
_OTHERS = (
    "10:30",
    "11-28",
    "28",
    "2026年",
    "13812345678",
    "社保卡",
    "居住证",
    "，",
    "😀",
    "<b>",
    "0",
    "99",
)
_WORDS = (
    *"周一二三四五六日天月号点半上下中午早晚前后不改到或和年初底",
    *[
        "昨天",
        "上周",
        "明天",
        "下周",
        "小时",
        "星期",
        "国庆",
        "春节",
        "腊月",
        "除了",
        "不行",
        "或者",
        "改成",
        "第一个工作日",
        "之前",
        "以后",
    ],
    *[
        "10:30",
        "11-28",
        "28",
        "2026年",
        "13812345678",
        "社保卡",
        "居住证",
        "，",
        "😀",
        "<b>",
        "0",
        "99",
    ],
    *" \n",
)
_TALK = st.lists(st.sampled_from(_WORDS), max_size=30).map("".join)
_MINUTES = 12 * 366 * 24 * 60
_MOMENTS = st.integers(0, _MINUTES).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=CHINA) + timedelta(minutes=minutes)
)
_RELAXED = settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_RELAXED
@given(text=st.one_of(_TALK, st.text(max_size=80)), now=_MOMENTS)
def test_no_text_makes_it_fail_and_times_behind_us_stand_alone(
    knowledge: Knowledge, text: str, now: datetime
) -> None:
    reading = read(text, now, knowledge)
    wanted = tuple(filter(None, (reading.time, *reading.alternatives)))
    assert len({_is_behind(span, now) for span in wanted}) <= 1
    assert not any(_is_behind(span, now) for span in reading.negated)
    for span in (*wanted, *reading.negated):
        assert 0 <= span.text_from < span.text_to <= len(text)
        assert span.start is not None or span.end is not None
        if span.start and span.end:
            assert span.start < span.end


def _is_behind(span: TimeSpan, now: datetime) -> bool:
    return (span.end or span.start or now) < now - timedelta(minutes=1)


@_RELAXED
@given(text=st.text(max_size=200))
def test_the_plain_form_keeps_every_place(text: str) -> None:
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 2000,
        "周" * 1400,
        "我姓" * 800,
        "下午三点或者" * 300,
        "1-" * 1000,
        "一" * 2000,
        "<" * 3000,
    ],
)
def test_a_flood_is_cut_before_it_is_read(knowledge: Knowledge, text: str) -> None:
    reading = read(text, datetime(2026, 11, 23, 10, tzinfo=CHINA), knowledge)
    assert len(reading.masked) == LONGEST


def test_the_same_message_is_always_read_the_same(knowledge: Knowledge) -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=CHINA)
    text = "想办居住证和社保卡，周三或者周四上午，我叫刘芳"
    assert read(text, now, knowledge) == read(text, now, knowledge)
