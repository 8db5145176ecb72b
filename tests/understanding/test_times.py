"""Times as residents say them, on Monday 2026-11-23 at 10:00."""

from collections.abc import Callable
from datetime import datetime

import pytest

from bot.understanding import Reading, TimeSpan

Understand = Callable[[str], Reading]


def _short(moment: datetime | None) -> str:
    return moment.strftime("%m-%d %H:%M") if moment else ""


def _said(span: TimeSpan | None) -> str | None:
    """ "11-28 10:30" for a point, "a>b" for a span, "a>" for after, ">b" for before."""
    if span is None:
        return None
    point = span.end is None and span.grain in ("minute", "hour")
    return _short(span.start) + ("" if point else ">" + _short(span.end))


WANTED = [
    ("我妈想周六上午十点半办社保卡激活", "11-28 10:30"),
    ("11月28日（周六）09:00可以吗", "11-28 09:00"),
    ("28号上午", "11-28 08:00>11-28 12:00"),
    ("明添下吾三点", "11-24 15:00"),
    ("11-28", "11-28 00:00>11-29 00:00"),
    ("11/28 上午9点到10点", "11-28 09:00>11-28 10:00"),
    ("２０２６年１１月２８日", "11-28 00:00>11-29 00:00"),
    ("大后天早上", "11-26 08:00>11-26 10:00"),
    ("这周五下午两三点", "11-27 14:00>11-27 15:00"),
    ("下周一", "11-30 00:00>12-01 00:00"),
    ("下下周三", "12-09 00:00>12-10 00:00"),
    ("禮拜天上午", "11-29 08:00>11-29 12:00"),
    ("周6上午", "11-28 08:00>11-28 12:00"),
    ("周六10点", "11-28 10:00"),
    ("下周末", "12-05 00:00>12-07 00:00"),
    ("廿五号", "11-25 00:00>11-26 00:00"),
    ("13号", "12-13 00:00>12-14 00:00"),
    ("1月3号", "01-03 00:00>01-04 00:00"),
    ("月底前要办", ">12-01 00:00"),
    ("12月初", "12-01 00:00>12-08 00:00"),
    ("下午三点前", ">11-23 15:00"),
    ("最迟周五", ">11-28 00:00"),
    ("三点以后都行", "11-23 15:00>"),
    ("三天之内", "11-23 00:00>11-26 00:00"),
    ("3天后", "11-26 00:00>11-27 00:00"),
    ("两个小时后", "11-23 12:00"),
    ("国庆后第一个工作日", "10-08 00:00>10-09 00:00"),
    ("元旦", "01-01 00:00>01-02 00:00"),
    ("除夕", "02-05 00:00>02-06 00:00"),
    ("大年初三", "02-08 00:00>02-09 00:00"),
    ("年前能不能办完", ">02-06 00:00"),
    ("下班后来", "11-23 18:00>11-23 21:00"),
    ("放学过后", "11-23 16:00>11-23 18:00"),
    ("擦黑来", "11-23 17:00>11-23 19:00"),
    ("晌午", "11-23 12:00>11-23 14:00"),
    ("中午12点半", "11-23 12:30"),
    ("10点来钟", "11-24 10:00"),
    ("十点一刻", "11-23 10:15"),
    ("5点", "11-23 17:00"),
    ("八点半", "11-24 08:30"),
    ("两点到四点", "11-23 14:00>11-23 16:00"),
    ("明天11点到1点", "11-24 11:00>11-24 13:00"),
    ("周六来办居住证，上午十点可以不", "11-28 10:00"),
    ("能不能明天下午三点过来", "11-24 15:00"),
    ("明天上午有没有空位", "11-24 08:00>11-24 12:00"),
    ("周六不行吗", "11-28 00:00>11-29 00:00"),
    ("11月28日到30日", "11-28 00:00>12-01 00:00"),
    ("再过两天", "11-25 00:00>11-26 00:00"),
    ("从周三改成周五", "11-27 00:00>11-28 00:00"),
    ("不是周三是周四", "11-26 00:00>11-27 00:00"),
    ("周日下午，不对，周六下午", "11-28 14:00>11-28 18:00"),
    ("本来约的周三上午，想换到周五", "11-27 00:00>11-28 00:00"),
    ("三月三上午来", "03-03 08:00>03-03 12:00"),
    ("三月三火锅店要办执照，周二来", "11-24 00:00>11-25 00:00"),
    ("九月九餐馆换招牌", None),
    ("十二月咖啡馆上执照", None),
    ("重阳茶铺要上执照", None),
    ("六一幼儿园不要我了，周四来登记", "11-26 00:00>11-27 00:00"),
    ("找周一鸣老师办失业登记，明天下午", "11-24 14:00>11-24 18:00"),
    ("找周一鸣", None),
    ("找周一上班的那个人", "11-23 00:00>11-24 00:00"),
    ("半夜打电话来催，啥子态度", None),
    ("楼上大半夜装修，要调解", None),
    ("上周三来过，这周四再来行不行", "11-26 00:00>11-27 00:00"),
]


@pytest.mark.parametrize(("text", "expected"), WANTED)
def test_a_time_is_read_as_people_mean_it(understand: Understand, text: str, expected: str) -> None:
    assert _said(understand(text).time) == expected


NO_TIME = [
    "5号窗口排队",
    "我今年68岁了",
    "要两份复印件",
    "二天再来",
    "改天嘛",
    "办了三个月没领到",
    "快一点嘛",
    "两点建议",
    "柳城大道东段18号",
    "地铁4号线",
    "早上好",
    "昨天来过了",
    "1992年3月5日出生",
    "2-3个工作日",
    "电话13812345678",
    "身份证510123199001011234",
    "越快越好",
    "除了周三都可以",
]


@pytest.mark.parametrize("text", NO_TIME)
def test_what_is_no_time_is_not_taken_for_one(understand: Understand, text: str) -> None:
    assert understand(text).time is None


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("周五不行，周四下午可以", ["11-27 00:00>11-28 00:00"]),
        ("除了周三都可以", ["11-25 00:00>11-26 00:00"]),
        ("我周三上午来不了，想改到周四", ["11-25 08:00>11-25 12:00"]),
        ("周六来，不要下午", ["11-28 14:00>11-28 18:00"]),
        (
            "周一周三不行，其他都可以",
            ["11-23 00:00>11-24 00:00", "11-25 00:00>11-26 00:00"],
        ),
    ],
)
def test_times_that_will_not_do_are_kept_apart(
    understand: Understand, text: str, negated: list[str]
) -> None:
    assert [_said(span) for span in understand(text).negated] == negated


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("周三或者周四上午", ["11-25 08:00>11-25 12:00", "11-26 08:00>11-26 12:00"]),
        ("周六10点或者11点", ["11-28 10:00", "11-28 11:00"]),
        ("28、29号都行", ["11-28 00:00>11-29 00:00", "11-29 00:00>11-30 00:00"]),
    ],
)
def test_alternatives_are_all_read(understand: Understand, text: str, both: list[str]) -> None:
    reading = understand(text)
    assert [_said(span) for span in (reading.time, *reading.alternatives)] == both


def test_the_places_of_wanted_times_are_code_points_of_the_message(understand: Understand) -> None:
    text = "😀我想周六上午十点半来"
    assert [text[a:b] for a, b in understand(text).time_spans] == ["周六", "上午", "十点半"]


def test_a_replaced_time_is_known_as_the_old_one(understand: Understand) -> None:
    assert [_said(s) for s in understand("从周三改成周五").replaced] == ["11-25 00:00>11-26 00:00"]
